import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { aMapping } from '#lib/builders/a-mapping.ts'
import { aNotice, aNoticeEvent } from '#lib/builders/a-notice.ts'
import { openBusReader, openBusWriter } from '#lib/event-bus/open.ts'
import { publishEvents } from '#lib/event-bus/publish-events.ts'
import { NOTICES } from '#lib/event-bus/topics.ts'
import type { PushEvent } from '#lib/events/event.ts'
import { openDeliveryStore, openMappingStore } from '#lib/store/open.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { between, pick, randomOf, type Random } from '../../../apps/cli/simulate/random.ts'
import { startFakeOneSignal, type Failure, type FakeOneSignal } from '../../builders/fake-onesignal.ts'
import { freePorts } from '../../builders/free-ports.ts'
import { spawnStation, type SpawnedStation } from '../../builders/spawn-station.ts'
import { until } from '../../builders/until.ts'
import type { Outage } from './outages.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const APP_ID = '5eb5a37e-b458-11e3-ac11-000c2940e62c'
const API_KEY = 'os_v2_app_a-key-for-tests-only'
const STATIONS = 2
const PEOPLE = 60
/** Each pair of people meets once, and nobody meets more people than may ring them in an hour. */
const MATCHES_PER_PERSON_MAX = 15
const LEASE_SECONDS = 2
const OUTAGE_MS_MAX = 1_500
const REST_MS_MAX = 120_000
const LOOK_MS = 500
const PHONE = 'phone-of-'
const DELIVERIES_MAX = 10_000

/** What a provider may do instead of answering. */
const FAILURES: readonly Failure[] = [
  'lostAnswer',
  'lostAnswer',
  'html',
  'garbage',
  { status: 503 },
  { status: 500 },
  { status: 429, headers: { 'retry-after': '1' } },
  { status: 429 },
]

/** What a round is given. */
export interface Round {
  readonly folder: string
  readonly storeUrl: string
  readonly busUrl: string
  readonly seed: number
  /** How long matches are told while everything fails. */
  readonly loadMs: number
  /** What may be unavailable for a while. */
  readonly outages: readonly Outage[]
  /** Called when the tables are there, before the first notice: plants a fault, to show that a round notices it. */
  readonly plant?: () => void | Promise<void>
}

/** What came of a round, by the books of the provider. */
export interface Verdict {
  readonly kills: number
  readonly outages: number
  readonly failures: number
  /** How many rings were due: one for each device of each side of each match. */
  readonly due: number
  /** How long it took from the end of the load until every ring was at the provider. */
  readonly restMs: number
  /** Rings that no phone has shown, each with the state of its delivery. */
  readonly lost: readonly string[]
  /** Rings that a phone has shown more than once. */
  readonly twice: readonly string[]
}

/**
 * Tells matches to stations of notifications that are killed with SIGKILL, while their store, their bus and their provider fail; some
 * matches are told twice. Then waits until everything works, and compares the books of the provider with the matches.
 */
export async function runRound(round: Round): Promise<Verdict> {
  const { folder, storeUrl, busUrl, seed, loadMs, outages, plant } = round
  const random = randomOf(seed)
  await using ending = new AsyncDisposableStack()
  const provider = await startFakeOneSignal({ appId: APP_ID, apiKey: API_KEY })
  ending.defer(() => provider.stop())
  const people = await registerPeople(storeUrl)
  const bus = await openBusWriter(busUrl, quietLog)
  ending.defer(() => bus.close())
  const start = await openStarter({ folder, storeUrl, busUrl, provider, ending })
  const stations = await Promise.all(Array.from({ length: STATIONS }, (_, index) => start(index)))
  ending.defer(async () => void (await Promise.all(stations.map((station) => station.kill()))))
  await plant?.()

  const counts = { kills: 0, outages: 0, failures: 0 }
  const due = new Set<string>()
  const pairs = pairsOfPeople(people, random)
  const publish = (events: readonly PushEvent[]) => publishEvents(events, { bus, topic: NOTICES })
  for (const end = Date.now() + loadMs; Date.now() < end || counts.kills === 0;) {
    const met = pairs.splice(0, Math.floor(between(1, 4, random)))
    const events = met.map(([one, other]) => noticeOf(one, other, due))
    if (events.length > 0) await publish(events)
    if (random() < 0.3) await publish(events)
    if (random() < 0.4) {
      provider.failNext(pick(FAILURES, random), Math.ceil(between(0, 6, random)))
      counts.failures += 1
    }
    if (random() < 0.06 && outages.length > 0) {
      const outage = pick(outages, random)
      outage.begin()
      await sleep(between(100, OUTAGE_MS_MAX, random))
      outage.end()
      counts.outages += 1
    }
    if (random() < 0.1) {
      const which = Math.floor(random() * STATIONS)
      await stations[which]?.kill()
      stations[which] = await start(which)
      counts.kills += 1
    }
    await sleep(between(0, 60, random))
  }

  const loadedAt = Date.now()
  provider.heal()
  await untilRest(storeUrl, busUrl)
  let verdict = judge(provider, due)
  // What a dead station held is sent when its lease, or its membership in the consumer group, ends.
  for (const end = loadedAt + REST_MS_MAX; verdict.lost.length > 0 && Date.now() < end;) {
    await sleep(LOOK_MS)
    verdict = judge(provider, due)
  }
  const lost = await withStates(storeUrl, verdict.lost)
  return { ...counts, due: due.size, restMs: Date.now() - loadedAt, ...verdict, lost }
}

interface Person {
  readonly id: string
  readonly subscriptions: readonly string[]
}

/** Every third person has two devices. */
async function registerPeople(storeUrl: string): Promise<Person[]> {
  const mappings = await openMappingStore(storeUrl)
  const people = Array.from({ length: PEOPLE }, (_, index) => ({
    id: `person-${index}`,
    subscriptions: Array.from({ length: index % 3 === 0 ? 2 : 1 }, () => crypto.randomUUID()),
  }))
  for (const { id: person, subscriptions } of people)
    for (const subscription of subscriptions)
      await mappings.register(
        aMapping({ device: `${PHONE}${subscription}`, person, channel: 'onesignal', subscription }),
      )
  await mappings.close()
  return people
}

/** Gives what starts a station of notifications, each at its own port. Accounts runs beside them: they ask it who was erased. */
async function openStarter({
  folder,
  storeUrl,
  busUrl,
  provider,
  ending,
}: Pick<Round, 'folder' | 'storeUrl' | 'busUrl'> & {
  readonly provider: FakeOneSignal
  readonly ending: AsyncDisposableStack
}): Promise<(index: number) => Promise<SpawnedStation>> {
  const [accountsPort = 0, ...ports] = await freePorts(STATIONS + 1)
  const accountsUrl = `http://127.0.0.1:${accountsPort}`
  const environment = {
    STORE_URL: storeUrl,
    BUS_URL: busUrl,
    AUTH_KEYS_PATH: join(folder, 'keys.json'),
    ACCOUNTS_PORT: String(accountsPort),
    ACCOUNTS_URL: accountsUrl,
    METRICS_PORT: '0',
    PUSH_CHANNELS: `onesignal://${APP_ID}?server=${provider.url}`,
    ONESIGNAL_API_KEY: API_KEY,
    SEND_LEASE_SECONDS: String(LEASE_SECONDS),
    // People know each other for longer than an hour here, and the limit of new accounts has tests of its own.
    NEW_ACCOUNT_DAYS: '0',
  }
  const accounts = await spawnStation({
    main: join(ROOT, 'apps/accounts/main.ts'),
    folder,
    environment: { ...environment, STORE_URL: `sqlite:${join(folder, 'accounts.db')}` },
    urls: [accountsUrl],
  })
  ending.defer(() => accounts.kill())
  return (index) => {
    const port = ports[index] ?? 0
    return spawnStation({
      main: join(ROOT, 'apps/notifications/main.ts'),
      folder,
      environment: { ...environment, NOTIFICATIONS_PORT: String(port) },
      urls: [`http://127.0.0.1:${port}`],
      path: '/livez',
    })
  }
}

/** Pairs of people who have not met, in random order. */
function pairsOfPeople(people: readonly Person[], random: Random): (readonly [Person, Person])[] {
  const met = new Map<string, number>()
  const countOf = ({ id }: Person) => met.get(id) ?? 0
  return people
    .flatMap((one, at) =>
      people.slice(at + 1).map((other) => ({ pair: [one, other] as const, at: random() })),
    )
    .toSorted((a, b) => a.at - b.at)
    .flatMap(({ pair }) => {
      if (pair.some((person) => countOf(person) >= MATCHES_PER_PERSON_MAX)) return []
      for (const person of pair) met.set(person.id, countOf(person) + 1)
      return [pair]
    })
}

/** The notice that two people have met; notes the rings that are due. */
function noticeOf(one: Person, other: Person, due: Set<string>): PushEvent {
  const { match, cause } = aNotice()
  for (const subscription of [...one.subscriptions, ...other.subscriptions])
    due.add(ringOf(subscription, match.id))
  const event = aNoticeEvent(
    aNotice({
      match,
      cause,
      sides: [
        { person: one.id, subject: match.search, title: 'Bike', mobile: true },
        { person: other.id, subject: match.offer, title: 'Old bike', mobile: false },
      ],
    }),
  )
  // Kafka removes records by their time: one of last year would soon be gone.
  const meta = { ...event.data.meta, receivedAt: Date.now() }
  return { ...event, data: { ...event.data, meta } }
}

/** Waits until all notices are read, and no delivery waits. */
async function untilRest(storeUrl: string, busUrl: string): Promise<void> {
  const deliveries = await openDeliveryStore(storeUrl)
  const reader = await openBusReader(busUrl, {
    group: 'notifications',
    topics: [NOTICES.name],
    from: 'earliest',
  })
  const isAtRest = async () => {
    const lag = (await reader.lag()).reduce((sum, partition) => sum + partition.lag, 0)
    return lag === 0 && (await deliveries.waiting()).size === 0
  }
  // A round that does not come to rest is judged all the same: what is lost says more than that something is.
  await until('all is sent', isAtRest, REST_MS_MAX).catch(() => undefined)
  await Promise.all([deliveries.close(), reader.close()])
}

/** Adds the state of their deliveries to rings. */
async function withStates(storeUrl: string, rings: readonly string[]): Promise<string[]> {
  const deliveries = await openDeliveryStore(storeUrl)
  const stored = await deliveries.list({ limit: DELIVERIES_MAX })
  await deliveries.close()
  return rings.map((ring) => {
    const delivery = stored.find(({ device, match }) => ring === ringOf(device.slice(PHONE.length), match))
    return `${ring}: ${delivery?.state ?? 'no delivery'}, ${delivery?.reason ?? 'no reason'}`
  })
}

/** Compares what phones have shown with what was due. */
function judge(provider: FakeOneSignal, due: ReadonlySet<string>): Pick<Verdict, 'lost' | 'twice'> {
  const shown = new Map<string, number>()
  for (const { subscription, notification } of provider.shown) {
    const { match } = notification['data'] as { readonly match: string }
    const ring = ringOf(subscription, match)
    shown.set(ring, (shown.get(ring) ?? 0) + 1)
  }
  return {
    lost: [...due].filter((ring) => !shown.has(ring)),
    twice: [...shown].flatMap(([ring, times]) => (times > 1 ? [ring] : [])),
  }
}

function ringOf(subscription: string, match: string): string {
  return `${subscription} ${match}`
}
