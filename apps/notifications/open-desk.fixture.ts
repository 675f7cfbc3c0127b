import { erasedAmong } from '#lib/erasure/erased-among.fixture.ts'
import type { RecordBatch } from '#lib/event-bus/event-bus.ts'
import type { MatchNotice, NoticeType } from '#lib/events/match-notice.ts'
import { newId } from '#lib/ids/new-id.ts'
import { aPusherContext } from '#lib/pusher/a-pusher-context.fixture.ts'
import { openPushers } from '#lib/pusher/open.ts'
import type { Mapping } from '#lib/store/mappings.ts'
import { DEFAULT_PREFERENCES, RINGS_PER_HOUR_MAX, type Preferences } from '#lib/store/preferences.ts'
import {
  openDeliveryStore,
  openInboxStore,
  openMappingStore,
  openPreferenceStore,
  openRingStore,
} from '#lib/store/open.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { startFakeOneSignal } from '../../tests/builders/fake-onesignal.ts'
import { openChannels, type Channel } from './channel.ts'
import { clearLinks } from './clear-links.fixture.ts'
import { createNoticeHandler } from './create-notice-handler.ts'
import type { SendResult } from './decided.ts'
import { closeDue, type DigestPorts } from './open-digest-loop.ts'
import { sendBatch, type SendPorts } from './send-batch.ts'

const APP_ID = '5eb5a37e-b458-11e3-ac11-000c2940e62c'
const API_KEY = 'os_v2_app_a-key-for-tests-only'
const WINDOW_MS = 3_600_000

/** Subscriptions of the phones, and of one more device. */
export const ANNAS = 'a1111111-1111-4111-8111-111111111111'
export const ANNAS_TABLET = 'a2222222-2222-4222-8222-222222222222'
export const BENS = 'b1111111-1111-4111-8111-111111111111'

export const DAY_MS = 86_400_000

/** Rings at other people that a new account may cause per hour. */
export const RINGS = 4

/** The notice handler and the sending, with their stores and a provider. */
export type Desk = Awaited<ReturnType<typeof openDesk>>

/** Opens a desk where Anna and Ben have one phone each, in a new store or in the one behind `url`. */
export async function openDesk(url = `sqlite:${temporaryFolder()}/store.db`) {
  const mappings = await openMappingStore(url)
  const deliveries = await openDeliveryStore(url)
  const preferences = await openPreferenceStore(url)
  const rings = await openRingStore(url)
  const mailRings = await openRingStore(url, 'mail_rings')
  const inbox = await openInboxStore(url)
  const oneSignal = await startFakeOneSignal({ appId: APP_ID, apiKey: API_KEY })
  const pushers = await openPushers(
    [`onesignal://${APP_ID}?server=${oneSignal.url}`, 'log:'],
    aPusherContext({
      config: { ONESIGNAL_API_KEY: API_KEY, ONESIGNAL_REQUESTS_PER_SECOND: 1_000 },
    }),
  )
  const channels = openChannels(pushers, quietLog)
  const ports: SendPorts = {
    deliveries,
    mappings,
    links: clearLinks,
    preferences,
    inbox,
    ringWindowMs: WINDOW_MS,
    rings,
    mailRings,
    newAccounts: { newMs: 7 * DAY_MS, ringsPerHour: RINGS },
    onResult: () => undefined,
    onStored: () => undefined,
    log: quietLog,
  }
  async function map(
    device: string,
    person: string,
    subscription: string,
    over: Partial<Mapping> = {},
  ): Promise<void> {
    const now = Date.now()
    await mappings.register({
      device,
      person,
      channel: 'onesignal',
      subscription,
      locale: 'en',
      timeZone: 'UTC',
      state: 'active',
      created: now,
      modified: now,
      ...over,
    })
  }

  /** Sets preferences of a person; those that are not named are the default ones, but without a limit per hour. */
  async function prefer(person: string, over: Partial<Preferences> = {}): Promise<void> {
    const { version } = await preferences.find(person)
    const wanted = { ...DEFAULT_PREFERENCES, maxPerHour: RINGS_PER_HOUR_MAX, ...over }
    if (!(await preferences.replace(person, wanted, version))) throw new Error('changed meanwhile')
  }

  await prefer('anna')
  await prefer('ben')
  await map('annas-phone', 'anna', ANNAS)
  await map('bens-phone', 'ben', BENS)
  const gone = new Set<string>()
  const handling = {
    mappings,
    mailWishes: preferences,
    deliveries,
    inbox,
    erased: erasedAmong(gone),
    onShown: () => undefined,
  }
  const take = createNoticeHandler(handling)

  return {
    mappings,
    deliveries,
    preferences,
    rings,
    mailRings,
    prefer,
    /** Closes the held groups that are due at a time. */
    makeDigests: (nowMs: number, over: Partial<DigestPorts> = {}) =>
      closeDue({ ...ports, deliveries, onReleased: () => undefined, ...over }, nowMs),
    inbox,
    /** Erased people. */
    gone,
    oneSignal,
    ports,
    /** What the handler of notices depends on. */
    handling,
    channels,
    take: (...notices: readonly MatchNotice[]) => take(aBatch(notices)),
    takeReplayed: (notice: MatchNotice, type?: NoticeType) =>
      take(aBatch([notice], { type, replay: 'run-1' })),
    /** Handles the end of a match, by a block or by movement; `first` is in the same batch. */
    end: (notice: MatchNotice, reason?: 'block', first: readonly MatchNotice[] = []) =>
      take(mixedBatch(first, [{ ...notice, cause: { ...notice.cause, reason } }])),
    /** Handles beginnings and blocked matches in one batch. */
    takeMixed: (begun: readonly MatchNotice[], blocked: readonly MatchNotice[]) => {
      const ended = blocked.map(({ cause, ...notice }) => ({
        ...notice,
        cause: { ...cause, reason: 'block' as const },
      }))
      return take(mixedBatch(begun, ended))
    },
    map,
    /** Sends the deliveries due at a time on every channel, also on waiting channels, and leaves no lease. */
    async send(dueAtMs = Date.now(), over: Partial<SendPorts> = {}, by: readonly Channel[] = channels) {
      const results: SendResult[] = []
      const noting: SendPorts = { ...ports, ...over, onResult: (result) => results.push(result) }
      const sending = by.map(async (channel) => {
        const request = { channel: channel.pusher.channel, max: 100, leaseMs: 0, nowMs: dueAtMs }
        await sendBatch(await deliveries.lease(request), channel, noting, () => true)
      })
      await Promise.all(sending)
      return results
    },
    states: async () => (await deliveries.list({ limit: 100 })).map(({ state }) => state).sort(),
    shown: () => oneSignal.shown.map(({ subscription }) => subscription).sort(),
    async close() {
      await oneSignal.stop()
      await Promise.all(
        [mappings, deliveries, rings, mailRings, preferences, inbox].map((store) => store.close()),
      )
    },
  }
}

/** A notice of a match of Anna's search with Ben's offer. */
export function aNotice(over: Partial<MatchNotice> = {}): MatchNotice {
  return {
    match: { id: newId(), search: 's-1', offer: 'o-1' },
    sides: [
      { person: 'anna', subject: 's-1', title: 'Bicycle', mobile: false },
      { person: 'ben', subject: 'o-1', title: 'Old bicycle', mobile: true },
    ],
    distanceClass: '1-2',
    cause: { source: '/tracker/local', id: 'e-1', time: Date.now() },
    ...over,
  }
}

/** The notices of a match of its own to Anna and to Ben, each without the other person: so only its pair has a ring window. */
export function noticesApart(): MatchNotice[] {
  const notice = aNotice({ match: { id: newId(), search: newId(), offer: newId() } })
  return notice.sides.map((side) => ({ ...notice, sides: [side] }))
}

interface Told {
  readonly type?: NoticeType | undefined
  readonly replay?: string
}

function mixedBatch(begun: readonly MatchNotice[], ended: readonly MatchNotice[]): RecordBatch {
  const [first, over] = [aBatch(begun), aBatch(ended, { type: 'match.ended' })]
  return { ...over, records: [...first.records, ...over.records] }
}

/** Notices as a batch of the bus. */
export function aBatch(
  notices: readonly MatchNotice[],
  { type = 'match.found', replay }: Told = {},
): RecordBatch {
  const records = notices.map((notice, offset) => ({
    topic: 'push.notices',
    partition: 0,
    offset,
    key: 's-1:o-1',
    value: JSON.stringify({
      specversion: '1.0',
      id: newId(),
      source: '/service/matching',
      type,
      time: new Date().toISOString(),
      replay,
      data: { params: notice, meta: { receivedAt: Date.now(), protocol: 'notice', pod: 'matching' } },
    }),
    timestamp: Date.now(),
  }))
  return { topic: 'push.notices', partition: 0, records }
}
