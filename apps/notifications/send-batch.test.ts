import * as fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { v7 } from 'uuid'
import { aDelivery } from '#lib/builders/a-delivery.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { Pusher, PushMessage, PushResult } from '#lib/pusher/pusher.ts'
import type { Delivery, DeliveryOutcome } from '#lib/store/deliveries.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { causeOf } from './cause-of.ts'
import { openChannels, type Channel } from './channel.ts'
import { aNotice, noticesApart, openDesk, RINGS, type Desk } from './open-desk.fixture.ts'
import { sendBatch } from './send-batch.ts'
import { gotBy } from './which-fit.ts'

const SLOW = { timeout: 20_000 }

let desk: Desk

beforeEach(async () => {
  desk = await openDesk()
  return () => desk.close()
})

/** A channel that answers as told. */
function channelThat(send: (message: PushMessage) => Promise<PushResult>): Channel {
  const pusher: Pusher = { channel: 'onesignal', send }
  const [channel] = openChannels([pusher], quietLog)
  if (channel === undefined) throw new Error('no channel')
  return channel
}

const lease = () =>
  desk.deliveries.lease({ channel: 'onesignal', max: 500, leaseMs: 60_000, nowMs: Date.now() })

/** Leases deliveries of so many matches, each of another pair: two for each match. */
async function leaseMatches(count: number): Promise<Delivery[]> {
  await desk.take(...Array.from({ length: count }, noticesApart).flat())
  return lease()
}

const sent = () => Promise.resolve({ outcome: 'sent', providerId: 'p' } as const)

test('two senders at once ring a person once for another person', async () => {
  const people = aNotice()
  const other = { ...people, match: { ...people.match, id: newId(), search: newId() } }
  await desk.take(people, other)
  const due = await lease()
  const calls: string[] = []
  const channel = channelThat(async ({ subscription }) => {
    calls.push(subscription)
    await new Promise((resolve) => setTimeout(resolve, 20))
    return { outcome: 'sent', providerId: 'p' }
  })
  const matches = [...Map.groupBy(due, ({ match }) => match).values()]
  expect(matches).toHaveLength(2)
  await Promise.all(matches.map((some) => sendBatch(some, channel, desk.ports, () => true)))
  expect(new Set(calls).size).toBe(calls.length)
  // The claims are given back: what waited is decided at once.
  const left = await desk.deliveries.lease({
    channel: 'onesignal',
    max: 9,
    leaseMs: 60_000,
    nowMs: Date.now() + 5_000,
  })
  await sendBatch(left, channel, desk.ports, () => true)
  expect((await desk.states()).toSorted()).toEqual(['rate_limited', 'rate_limited', 'sent', 'sent'])
})

describe('a batch', () => {
  test('is sent with 32 calls at the same time, and no more', async () => {
    let [inFlight, most] = [0, 0]
    const channel = channelThat(async () => {
      inFlight += 1
      most = Math.max(most, inFlight)
      await new Promise((resolve) => setTimeout(resolve, 1))
      inFlight -= 1
      return { outcome: 'sent', providerId: 'p' }
    })
    await sendBatch(await leaseMatches(50), channel, desk.ports, () => true)
    expect(most).toBe(32)
    expect((await desk.states()).filter((state) => state !== 'sent')).toEqual([])
  })

  test('whose channel closes gives the deliveries that were not called back: they cost no try, and are due at once', async () => {
    let calls = 0
    const channel = channelThat(() => {
      calls += 1
      return Promise.resolve({ outcome: 'held', reason: 'the key is wrong' })
    })
    const due = await leaseMatches(50)
    await sendBatch(due, channel, desk.ports, () => channel.gate.admit(1, performance.now()) > 0)
    expect(calls).toBeLessThanOrEqual(32)
    const again = await lease()
    expect(again.map(({ id }) => id).toSorted()).toEqual(due.map(({ id }) => id).toSorted())
    expect(again.filter(({ attempts }) => attempts > 0)).toEqual([])
    expect(again.filter(({ reason }) => reason !== undefined)).toHaveLength(calls)
  })

  test('that may not start calls nobody, and gives all back: they are sent before newer ones', async () => {
    const due = await leaseMatches(5)
    const channel = channelThat(() => Promise.reject(new Error('must not be called')))
    await sendBatch(due, channel, desk.ports, () => false)
    const fixed = noticesApart().map(({ sides, ...notice }) => ({
      ...notice,
      sides: sides.map((side) => ({ ...side, mobile: false })),
    }))
    await desk.take(...fixed)
    const again = await lease()
    const { leasedAt } = again[0] ?? {}
    expect(again.slice(0, due.length)).toEqual(due.map((delivery) => ({ ...delivery, leasedAt })))
    expect(again).toHaveLength(due.length + 2)
  })

  test('stores the outcomes of other calls while one hangs', async () => {
    const released = Promise.withResolvers<PushResult>()
    let calls = 0
    const channel = channelThat(() => {
      calls += 1
      return calls === 1 ? released.promise : sent()
    })
    let events = 0
    const ports = { ...desk.ports, onStored: () => (events += 1) }
    const sending = sendBatch(await leaseMatches(2), channel, ports, () => true)
    await expect.poll(desk.states, SLOW).toEqual(['pending', 'sent', 'sent', 'sent'])
    expect(events).toBe(1)
    released.resolve({ outcome: 'refused', reason: 'no' })
    await sending
    expect(await desk.states()).toEqual(['refused', 'sent', 'sent', 'sent'])
    expect(events).toBe(1)
  })

  test('whose outcomes cannot be stored is sent again under the same keys after its lease', async () => {
    const away = () => Promise.reject(new UnavailableError('the store is away'))
    const ports = { ...desk.ports, deliveries: { ...desk.deliveries, settle: away } }
    const [channel] = desk.channels
    if (channel === undefined) throw new Error('no channel')
    await sendBatch(await leaseMatches(20), channel, ports, () => true)
    expect(desk.oneSignal.shown).toHaveLength(40)
    expect(await lease()).toEqual([])
    expect((await desk.send(Date.now() + 60_000)).filter((result) => result !== 'sent')).toEqual([])
    expect(desk.oneSignal.calls).toHaveLength(80)
    expect(desk.oneSignal.shown).toHaveLength(40)
    expect((await desk.states()).filter((state) => state !== 'sent')).toEqual([])
  })

  test('with an outcome that cannot be stored stores the others, and counts a try of that delivery', async () => {
    const due = await leaseMatches(4)
    const bad = due[3]?.id
    const ports = {
      ...desk.ports,
      deliveries: {
        ...desk.deliveries,
        async settle(outcomes: readonly DeliveryOutcome[]) {
          if (outcomes.some(({ id, state }) => id === bad && state === 'sent')) throw new TypeError('a fault')
          await desk.deliveries.settle(outcomes)
        },
      },
    }
    await sendBatch(due, channelThat(sent), ports, () => true)
    const stored = await desk.deliveries.list({ limit: 9 })
    expect(stored.filter(({ state }) => state === 'sent')).toHaveLength(7)
    expect(stored.find(({ id }) => id === bad)).toMatchObject({ state: 'pending', attempts: 1 })
  })

  test('with a delivery that causes an error sends the others, and counts a try of that one', async () => {
    const due = await leaseMatches(3)
    const [bad, ...good] = due
    if (bad === undefined) throw new Error('too few')
    const unreadable = {
      ...bad,
      get pair(): string {
        throw new TypeError('a fault of ours')
      },
    }
    await sendBatch([...good, unreadable], channelThat(sent), desk.ports, () => true)
    const stored = await desk.deliveries.list({ limit: 9 })
    expect(stored.filter(({ state }) => state === 'sent')).toHaveLength(5)
    expect(stored.find(({ id }) => id === bad.id)).toMatchObject({
      state: 'pending',
      attempts: 1,
      reason: 'cannot send it',
    })
  })
})

test('whatever is in a batch, a side of a pair rings for one match, new accounts keep to their limit, and each answer is stored', async () => {
  const small = fc.integer({ min: 0, max: 2 })
  const aLeased = fc.record({
    pair: fc.integer({ min: 0, max: 5 }),
    side: fc.integer({ min: 0, max: 1 }),
    match: small,
    device: fc.constantFrom('d-1', 'd-2', 'unknown', 'moved'),
    causer: fc.constantFrom(0, 0, 1, undefined),
    answer: fc.constantFrom('sent', 'sent', 'refused', 'later'),
  })
  for (const device of ['d-1', 'd-2']) await desk.map(device, 'dora', `subscription of ${device}`)
  await desk.prefer('dora')
  await desk.map('moved', 'dora', 'subscription of moved', { channel: 'log' })
  await fc.assert(
    fc.asyncProperty(fc.array(aLeased, { maxLength: 60, size: 'max' }), async (rows) => {
      const world = newId()
      const causers = [v7(), v7()]
      const drafts = rows.map(({ pair, side, match, device, causer }, created) => {
        const notice = aNotice()
        const cause = { ...notice.cause, person: causer === undefined ? undefined : causers[causer] }
        const named = { pair: `${world} ${pair}`, match: `${world} ${pair} ${match}` }
        return aDelivery({
          ...named,
          side,
          device,
          person: 'dora',
          created: Date.now() - 1_000 + created,
          notice: { ...notice, cause },
        })
      })
      const answers = new Map(drafts.map(({ id }, place) => [id, rows[place]?.answer ?? 'sent']))
      await desk.deliveries.add(drafts)
      const calls: string[] = []
      const channel = channelThat(({ idempotencyKey }) => {
        calls.push(idempotencyKey)
        const outcome = answers.get(idempotencyKey) ?? 'sent'
        if (outcome === 'sent') return sent()
        return Promise.resolve({ outcome: outcome === 'later' ? 'later' : 'refused', reason: 'so' })
      })
      await sendBatch(await lease(), channel, desk.ports, () => true)
      const stored = (await desk.deliveries.list({ limit: 1_000 })).filter(({ pair }) =>
        pair.startsWith(world),
      )

      expect(new Set(calls).size).toBe(calls.length)
      for (const { id, state, device, reason, attempts } of stored) {
        const isCalled = calls.includes(id)
        expect(attempts).toBe(Number(isCalled))
        if (device === 'unknown') expect(state).toBe('gone')
        else if (device === 'moved') expect(reason).toContain('moved')
        else if (isCalled) expect(state).toBe(answers.get(id) === 'later' ? 'pending' : answers.get(id))
        else expect(state).toBe('rate_limited')
      }
      for (const ofSide of Map.groupBy(stored, ({ ringKey }) => ringKey).values()) {
        const rung = new Set(ofSide.filter(({ state }) => state === 'sent').map(({ match }) => match))
        expect(rung.size).toBeLessThanOrEqual(1)
        const limited = ofSide.filter(({ reason }) => reason?.includes('rang recently') === true)
        for (const { match } of limited) expect([...rung].some((other) => other !== match)).toBe(true)
      }
      for (const causer of causers) {
        const caused = stored.filter(({ content }) => causeOf(content)?.person === causer)
        const called = caused.filter(({ id }) => calls.includes(id)).length
        const limited = caused.filter(({ reason }) => reason?.includes('new account') === true)
        expect(called).toBeLessThanOrEqual(RINGS)
        if (limited.length > 0) expect(called).toBe(RINGS)
      }
      await desk.deliveries.removeOf('dora')
      await desk.rings.removeOf(gotBy('dora'))
    }),
    { numRuns: 60 },
  )
})
