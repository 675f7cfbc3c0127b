import { join, resolve } from 'node:path'
import { partsOf } from '#lib/loop/parts-of.ts'
import type { MatchNotice } from '#lib/events/match-notice.ts'
import { ringKey } from '#lib/events/match-notice.ts'
import { newId } from '#lib/ids/new-id.ts'
import { openVapidKeys } from '#lib/pusher/webpush/vapid-keys.ts'
import type { DeliveryDraft, DeliveryStore } from '#lib/store/deliveries.ts'
import { openDeliveryStore, openMappingStore } from '#lib/store/open.ts'
import type { Opened } from '#lib/store/opened.ts'
import { freePorts } from '../../tests/builders/free-ports.ts'
import { spawnStation, type SpawnedStation } from '../../tests/builders/spawn-station.ts'
import { benchFolder } from '../bench-folder.ts'
import type { Ground } from './ground.ts'
import { startProvider, type BenchProvider } from './start-provider.ts'

/** The channels that are measured. */
export type BenchChannel = 'onesignal' | 'webpush'

/** A store with people and their devices, a provider, and what starts notifications. */
export interface Desk {
  readonly provider: BenchProvider
  readonly busUrl: string
  readonly deliveries: Opened<DeliveryStore>
  /** Stores so many pending deliveries of matches; the newer half is urgent. */
  fill(count: number): Promise<void>
  /** Starts the station in a process of its own; its end kills it. */
  start(): Promise<SpawnedStation>
}

const ROOT = resolve(import.meta.dirname, '../..')
const APP_ID = '5eb5a37e-b458-11e3-ac11-000c2940e62c'
const API_KEY = 'os_v2_app_a-key-for-benches-only'
const AT_ONCE = 500
/** People want at most 20 rings of matches in an hour. */
const MATCHES_EACH = 5

/** The person with this number. */
export function personAt(place: number): string {
  return `person-${place}`
}

/** Starts a provider, and prepares the people of a bench, each with one device. */
export async function startDesk(
  ground: Ground,
  {
    channel,
    people,
    environment = {},
  }: {
    readonly channel: BenchChannel
    readonly people: number
    readonly environment?: Readonly<Record<string, string>>
  },
  ending: AsyncDisposableStack,
): Promise<Desk> {
  const folder = benchFolder()
  ending.defer(folder.remove)
  const { storeUrl, busUrl } = ground.urls(folder.path)
  const provider = await startProvider()
  ending.defer(provider.stop)
  const vapidPath = join(folder.path, 'vapid.json')
  const deliveries = await openDeliveryStore(storeUrl)
  ending.defer(() => deliveries.close())
  await registerPeople(storeUrl, { channel, people, provider, vapidPath })
  const start = await openStarter({
    folder: folder.path,
    ending,
    environment: {
      STORE_URL: storeUrl,
      BUS_URL: busUrl,
      VAPID_KEYS_PATH: vapidPath,
      VAPID_SUBJECT: 'mailto:operator@push.example',
      PUSH_ORIGINS: provider.url,
      PUSH_CHANNELS: channel === 'webpush' ? 'webpush:' : `onesignal://${APP_ID}?server=${provider.url}`,
      ONESIGNAL_API_KEY: API_KEY,
      TRACKER_URL: provider.url,
      ...environment,
    },
  })
  return {
    provider,
    busUrl,
    deliveries,
    start,
    async fill(count) {
      for (const part of partsOf(placesTo(count), AT_ONCE))
        await deliveries.add(part.map((place) => draftAt(place, { channel, people, count })))
    },
  }
}

/** How many people so many deliveries need. */
export function peopleFor(deliveries: number): number {
  return Math.ceil(deliveries / MATCHES_EACH)
}

/** A notice that rings one person. A match with somebody who moves is urgent. */
export function noticeTo(person: string, isUrgent: boolean): MatchNotice {
  const match = { id: newId(), search: newId(), offer: newId() }
  return {
    match,
    sides: [
      { person, subject: match.search, title: 'Bicycle with three gears', mobile: isUrgent },
      { person: `giver ${match.offer}`, subject: match.offer, title: 'Old bicycle', mobile: false },
    ],
    distanceClass: '<1',
    cause: { source: '/tracker/bench', id: newId(), time: Date.now() },
  }
}

function* placesTo(count: number): Iterable<number> {
  for (let place = 0; place < count; place += 1) yield place
}

function draftAt(
  place: number,
  { channel, people, count }: { channel: BenchChannel; people: number; count: number },
): DeliveryDraft {
  const person = personAt(place % people)
  const notice = noticeTo(person, place >= count / 2)
  const { id: match, search, offer } = notice.match
  return {
    id: crypto.randomUUID(),
    match,
    pair: `${search}:${offer}`,
    ringKey: ringKey(notice, 0),
    person,
    device: `phone of ${person}`,
    channel,
    content: { kind: 'match', notice, side: 0 },
    created: Date.now() - count + place,
  }
}

async function registerPeople(
  storeUrl: string,
  {
    channel,
    people,
    provider,
    vapidPath,
  }: { channel: BenchChannel; people: number; provider: BenchProvider; vapidPath: string },
): Promise<void> {
  const mappings = await openMappingStore(storeUrl)
  const [{ publicKey }] = openVapidKeys(vapidPath)
  const { keys } = provider
  const secret = JSON.stringify({ p256dh: keys.publicKey, auth: keys.auth, vapid_key: publicKey })
  for (const part of partsOf(placesTo(people), AT_ONCE))
    await Promise.all(
      part.map((place) =>
        mappings.register({
          device: `phone of ${personAt(place)}`,
          person: personAt(place),
          channel,
          locale: 'en',
          timeZone: 'UTC',
          state: 'active',
          created: Date.now(),
          modified: Date.now(),
          ...(channel === 'webpush'
            ? { subscription: `${provider.url}/push/${place}`, secret }
            : { subscription: crypto.randomUUID() }),
        }),
      ),
    )
  await mappings.close()
}

/** Gives what starts the station. Accounts runs beside it, which it asks who was erased. */
async function openStarter({
  folder,
  environment,
  ending,
}: {
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
  readonly ending: AsyncDisposableStack
}): Promise<() => Promise<SpawnedStation>> {
  const [accountsPort = 0, port = 0] = await freePorts(2)
  const accountsUrl = `http://127.0.0.1:${accountsPort}`
  const shared = {
    ...environment,
    AUTH_KEYS_PATH: join(folder, 'keys.json'),
    ACCOUNTS_PORT: String(accountsPort),
    ACCOUNTS_URL: accountsUrl,
    NOTIFICATIONS_PORT: String(port),
    METRICS_PORT: '0',
    LOG_LEVEL: 'error',
  }
  const accounts = await spawnStation({
    main: join(ROOT, 'apps/accounts/main.ts'),
    folder,
    environment: { ...shared, STORE_URL: `sqlite:${join(folder, 'accounts.db')}` },
    urls: [accountsUrl],
  })
  ending.defer(() => accounts.kill())
  return async () => {
    const station = await spawnStation({
      main: join(ROOT, 'apps/notifications/main.ts'),
      folder,
      environment: shared,
      urls: [`http://127.0.0.1:${port}`],
    })
    ending.defer(() => station.kill())
    return station
  }
}
