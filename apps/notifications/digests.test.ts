import * as fc from 'fast-check'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { MatchNotice } from '#lib/events/match-notice.ts'
import { aDelivery } from '#lib/builders/a-delivery.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { Pusher } from '#lib/pusher/pusher.ts'
import type { Delivery, DeliveryStore, DigestContent, GroupChange } from '#lib/store/deliveries.ts'
import { DEFAULT_PREFERENCES, type Preferences } from '#lib/store/preferences.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { openChannels } from './channel.ts'
import { mailBoxOf } from './mail-boxes.ts'
import { openDesk, type Desk } from './open-desk.fixture.ts'
import { gotBy } from './which-fit.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const SLOW = { timeout: 60_000 }

let desk: Desk
let rings: { readonly id: string; readonly atMs: number }[]

beforeEach(async () => {
  rings = []
  desk = await openDesk()
  onTestFinished(() => void vi.useRealTimers())
  return () => desk.close()
})

const pusher: Pusher = {
  channel: 'onesignal',
  send({ idempotencyKey }) {
    rings.push({ id: idempotencyKey, atMs: Date.now() })
    return Promise.resolve({ outcome: 'sent', providerId: 'p' })
  },
}

async function sendAll(): Promise<void> {
  while ((await desk.send(Date.now(), {}, openChannels([pusher], quietLog))).length > 0);
}

/** Goes on in time; two processes make digests and send. */
async function goOn(ms: number): Promise<void> {
  vi.setSystemTime(Date.now() + ms)
  await Promise.all([1, 2].map(() => desk.makeDigests(Date.now())))
  await sendAll()
}

interface Met {
  readonly search: number
  readonly person: number
  readonly isOwn: boolean
  readonly validMs: number | undefined
}

/** A notice to Anna: one of her searches met an offer of a person. */
function noticeOf({ search, person, isOwn, validMs }: Met): MatchNotice {
  const id = newId()
  const offer = newId()
  return {
    match: { id, search: `s-${search}`, offer },
    sides: [
      { person: 'anna', subject: `s-${search}`, title: `Search ${search}`, mobile: false },
      { person: `giver-${person}`, subject: offer, title: 'Offer', mobile: false },
    ],
    distanceClass: '<1',
    validUntil: validMs === undefined ? undefined : Date.now() + validMs,
    cause: {
      source: isOwn ? '/service/storage' : '/tracker/local',
      id: newId(),
      time: Date.now(),
      person: isOwn ? 'anna' : undefined,
    },
  }
}

const met = (over: Partial<Met> = {}): Met => ({
  search: 1,
  person: Math.floor(Math.random() * 1e9),
  isOwn: false,
  validMs: undefined,
  ...over,
})

const digestsIn = (all: readonly Delivery[]) =>
  all.flatMap(({ id, content }) => (content.kind === 'digest' ? [{ id, ...content }] : []))

test('in quiet hours nothing rings; at their end one digest tells what is left', async () => {
  vi.setSystemTime(Date.parse('2026-01-01T22:30:00Z'))
  await desk.prefer('anna', { quiet: { from: '22:00', to: '07:00' }, urgent: ['s-9'] })
  const blocked = noticeOf(met())
  const again = noticeOf(met({ person: 7 }))
  await desk.take(blocked, noticeOf(met()), noticeOf(met({ search: 2 })), noticeOf(met({ search: 2 })))
  await desk.take(noticeOf(met({ validMs: HOUR_MS })), again, {
    ...again,
    match: { ...again.match, id: newId() },
  })
  await desk.take(noticeOf(met({ search: 3, validMs: 12 * HOUR_MS })), noticeOf(met({ search: 9 })))
  await sendAll()
  expect(rings).toHaveLength(1)
  await desk.end(blocked, 'block')
  await desk.prefer('anna', {
    quiet: { from: '22:00', to: '07:00' },
    mutes: { subjects: [{ id: 's-3' }], people: [] },
  })
  await goOn(8 * HOUR_MS)
  expect(rings).toHaveLength(1)
  await goOn(30 * MINUTE_MS)
  expect(rings).toHaveLength(2)
  const all = await desk.deliveries.list({ person: 'anna', limit: 99 })
  expect(digestsIn(all)).toMatchObject([
    {
      why: 'quiet',
      matches: 4,
      subjects: [
        { subject: 's-1', kind: 'search', title: 'Search 1', matches: 2 },
        { subject: 's-2', matches: 2 },
      ],
    },
  ])
  expect(all.map(({ state }) => state).toSorted()).toEqual([
    ...Array.from({ length: 4 }, () => 'digested'),
    'expired',
    'expired',
    'muted',
    'rate_limited',
    'sent',
    'sent',
  ])
})

/** Stores two held matches for each of some devices, due now. */
async function hold(...owners: readonly { readonly device: string; readonly person: string }[]) {
  const drafts = owners.flatMap(({ device, person }) =>
    [1, 2].map((search) => {
      const notice = noticeOf(met({ search }))
      const [, ...others] = notice.sides
      const sides = [{ person, subject: `s-${search}`, title: 'Search', mobile: false }, ...others]
      return aDelivery({ notice: { ...notice, sides }, person, device })
    }),
  )
  await desk.deliveries.add(drafts)
  const held = { state: 'held', why: 'many', dueAtMs: Date.now(), reason: 'many' } as const
  await desk.deliveries.settle(drafts.map(({ id }) => ({ id, ...held })))
}

test('phones get their digests while the addresses of mails are not known', async () => {
  const box = mailBoxOf('ben')
  await hold({ device: 'annas-phone', person: 'anna' }, { device: box, person: 'ben' })
  const mappings = {
    findAll: (devices: readonly string[]) =>
      devices.includes(box)
        ? Promise.reject(new UnavailableError('accounts does not answer'))
        : desk.mappings.findAll(devices),
  }
  await desk.makeDigests(Date.now(), { mappings })
  expect(digestsIn(await desk.deliveries.list({ person: 'anna', limit: 9 }))).toHaveLength(1)
  const bens = await desk.deliveries.list({ person: 'ben', limit: 9 })
  expect(bens.map(({ state }) => state)).toEqual(['held', 'held'])
})

test('a group that cannot be closed does not stop the others', async () => {
  await hold({ device: 'bens-phone', person: 'ben' }, { device: 'annas-phone', person: 'anna' })
  const deliveries = {
    ...desk.deliveries,
    closeHeld: (change: GroupChange) =>
      change.digest?.draft.person === 'ben'
        ? Promise.reject(new Error('broken'))
        : desk.deliveries.closeHeld(change),
  }
  await expect(desk.makeDigests(Date.now(), { deliveries })).rejects.toThrow('broken')
  expect(digestsIn(await desk.deliveries.list({ person: 'anna', limit: 9 }))).toHaveLength(1)
})

test('the preferences of the person who has the device now decide, not those of the one before', async () => {
  await desk.prefer('anna', { mutes: { subjects: [], people: [], allUntilMs: Date.now() + HOUR_MS } })
  await hold({ device: 'bens-phone', person: 'anna' }, { device: 'bens-phone', person: 'ben' })
  await desk.makeDigests(Date.now())
  const bens = await desk.deliveries.list({ person: 'ben', limit: 9 })
  expect(bens.map(({ state }) => state).filter((state) => state === 'muted')).toEqual([])
  const annas = await desk.deliveries.list({ person: 'anna', limit: 9 })
  expect(annas.map(({ state }) => state)).toEqual(['gone', 'gone'])
})

test('a relisted offer does not ring after the digest that told it', async () => {
  await desk.prefer('anna', { maxPerHour: 0 })
  await desk.take(noticeOf(met({ person: 1 })), noticeOf(met({ person: 2 })))
  await sendAll()
  await goOn(5 * MINUTE_MS)
  expect(rings).toHaveLength(1)
  await desk.prefer('anna')
  await desk.take(noticeOf(met({ person: 1 })))
  await sendAll()
  expect(rings).toHaveLength(1)
})

test('all devices of a person count a match once', async () => {
  await desk.map('annas-tablet', 'anna', 'tablet')
  await desk.prefer('anna', { maxPerHour: 2 })
  await desk.take(...Array.from({ length: 5 }, () => noticeOf(met())))
  await sendAll()
  expect(rings).toHaveLength(4)
  await goOn(5 * MINUTE_MS)
  expect(rings).toHaveLength(6)
})

test('a process that dies between the lease of a held group and its digest delays it, and loses nothing', async () => {
  await desk.prefer('anna', { maxPerHour: 0 })
  await desk.take(...Array.from({ length: 3 }, () => noticeOf(met())))
  await sendAll()
  vi.setSystemTime(Date.now() + 5 * MINUTE_MS)
  const lease: Parameters<DeliveryStore['leaseHeld']>[0] = { max: 9, leaseMs: 30_000, nowMs: Date.now() }
  expect(await desk.deliveries.leaseHeld(lease)).toHaveLength(1)
  await goOn(29_000)
  expect(rings).toEqual([])
  await goOn(1_000)
  expect(rings).toHaveLength(1)
})

const aMet: fc.Arbitrary<Met> = fc.record({
  search: fc.integer({ min: 1, max: 4 }),
  person: fc.integer({ min: 1, max: 12 }),
  isOwn: fc.boolean(),
  validMs: fc.constantFrom(undefined, undefined, 10 * MINUTE_MS, 10 * HOUR_MS),
})
const hour = fc.integer({ min: 0, max: 23 }).map((value) => `${String(value).padStart(2, '0')}:00`)
const somePreferences: fc.Arbitrary<Preferences> = fc.record({
  mode: fc.constantFrom('instant', 'instant', 'hourly', 'daily'),
  dailyAt: hour,
  quiet: fc.option(
    fc.record({ from: hour, to: hour }).filter(({ from, to }) => from !== to),
    { nil: undefined },
  ),
  timeZone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'UTC', undefined),
  maxPerHour: fc.integer({ min: 0, max: 3 }),
  mutes: fc.record({
    subjects: fc.constantFrom([], [{ id: 's-1' }]),
    people: fc.constantFrom([], ['giver-1']),
  }),
  urgent: fc.constantFrom([], ['s-2']),
})
type Step =
  | { readonly does: 'meet'; readonly met: readonly Met[] }
  | { readonly does: 'prefer'; readonly preferences: Preferences }
  | { readonly does: 'wait'; readonly ms: number }
const aStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ does: fc.constant('meet' as const), met: fc.array(aMet, { minLength: 1, maxLength: 6 }) }),
  fc.record({ does: fc.constant('prefer' as const), preferences: somePreferences }),
  fc.record({
    does: fc.constant('wait' as const),
    ms: fc.constantFrom(1_000, 4_000, 5 * MINUTE_MS, 50 * MINUTE_MS, 7 * HOUR_MS),
  }),
)

/** True in quiet hours, by a clock on the wall. */
function isQuiet({ quiet, timeZone = 'UTC' }: Preferences, atMs: number): boolean {
  if (quiet === undefined) return false
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const time = clock.format(atMs)
  const { from, to } = quiet
  return from < to ? time >= from && time < to : time >= from || time < to
}

test(
  'whatever comes, however the person wants it: all are told once or end with a reason',
  SLOW,
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { maxLength: 25, size: 'max' }), async (steps) => {
        vi.setSystemTime(Date.parse('2026-03-28T18:00:00Z'))
        rings = []
        let preferences: Preferences = DEFAULT_PREFERENCES
        await desk.prefer('anna', preferences)
        /** The preferences at each ring. */
        const wantedAt = new Map<string, Preferences>()
        const noteRings = () => {
          for (const { id } of rings) if (!wantedAt.has(id)) wantedAt.set(id, preferences)
        }
        let count = 0
        for (const step of steps) {
          if (step.does === 'meet') {
            count += step.met.length
            await desk.take(...step.met.map(noticeOf))
            await sendAll()
          } else if (step.does === 'prefer') {
            preferences = step.preferences
            await desk.prefer('anna', { quiet: undefined, timeZone: undefined, ...preferences })
          } else await goOn(step.ms)
          noteRings()
        }
        preferences = { ...DEFAULT_PREFERENCES, maxPerHour: 0 }
        await desk.prefer('anna', preferences)
        for (let day = 0; day < 4; day += 1) await goOn(DAY_MS / 2)
        noteRings()

        const all = await desk.deliveries.list({ person: 'anna', limit: 1_000 })
        const matches = all.filter(({ content }) => content.kind === 'match')
        expect(matches).toHaveLength(count)
        // Nothing waits for ever, and what ends without a ring says why.
        for (const { state, reason } of all) {
          expect(['sent', 'digested', 'muted', 'expired', 'rate_limited']).toContain(state)
          if (!['sent', 'digested'].includes(state)) expect(reason).toBeDefined()
        }
        // Each ring is of one delivery, and each delivery that was sent rang once.
        expect(new Set(rings.map(({ id }) => id)).size).toBe(rings.length)
        expect(rings.map(({ id }) => id).toSorted()).toEqual(
          all.flatMap(({ id, state }) => (state === 'sent' ? [id] : [])).toSorted(),
        )
        // The numbers of each digest are those of the matches that it tells.
        for (const { id, matches: number, subjects } of digestsIn(all)) {
          const told = matches.filter(({ digest }) => digest === id)
          expect(told).toHaveLength(number)
          expect(number).toBeGreaterThan(1)
          const bySubject = Map.groupBy(told, ({ content }) =>
            content.kind === 'match' ? content.notice.match.search : '',
          )
          expect(new Map(subjects.map(({ subject, matches: own }) => [subject, own]))).toEqual(
            new Map([...bySubject].map(([subject, own]) => [subject, own.length])),
          )
        }
        expect(matches.every(({ state, digest }) => (state === 'digested') === (digest !== undefined))).toBe(
          true,
        )
        // In quiet hours only the urgent search rings.
        const byId = new Map(all.map((each) => [each.id, each]))
        for (const { id, atMs } of rings) {
          const wanted = wantedAt.get(id) ?? DEFAULT_PREFERENCES
          if (!isQuiet(wanted, atMs)) continue
          const content = byId.get(id)?.content
          const subjects: string[] =
            content?.kind === 'digest'
              ? (content satisfies DigestContent).subjects.map(({ subject }) => subject)
              : content?.kind === 'match'
                ? [content.notice.match.search]
                : []
          for (const subject of subjects) expect(wanted.urgent).toContain(subject)
        }
        // At most three matches of an hour ring by themselves at once.
        const alone = rings.filter(({ id }) => {
          const one = byId.get(id)
          return one?.content.kind === 'match' && one.heldFor === undefined
        })
        for (const { atMs, id } of alone) {
          const around = alone.filter((one) => one.atMs > atMs - HOUR_MS && one.atMs <= atMs)
          expect(around.length).toBeLessThanOrEqual(Math.max(3, wantedAt.get(id)?.maxPerHour ?? 0))
        }
        await desk.deliveries.removeOf('anna')
        await desk.rings.removeOf(gotBy('anna'))
      }),
      { numRuns: 60 },
    )
  },
)
