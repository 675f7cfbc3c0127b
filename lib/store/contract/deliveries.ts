import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aDelivery } from '#lib/builders/a-delivery.ts'
import { aNotice } from '#lib/builders/a-notice.ts'
import { anOutgoingEvent } from '#lib/builders/an-outgoing-event.ts'
import { newId } from '#lib/ids/new-id.ts'
import { describeHeldDeliveries } from '#lib/store/contract/held-deliveries.ts'
import { describeMessageDeliveries } from '#lib/store/contract/message-deliveries.ts'
import { describeOutbox } from '#lib/store/contract/outbox.ts'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { POSTPONED_MS_MAX, type DeliveryOutcome, type LeaseRequest } from '#lib/store/deliveries.ts'
import { openDeliveryStore } from '#lib/store/open.ts'

const NOW = 1_760_000_000_000
const LEASE_MS = 1_000

/** What a sender asks for; name what matters to the test. */
function ask(over: Partial<LeaseRequest> = {}): LeaseRequest {
  return { channel: 'onesignal', max: 9, leaseMs: LEASE_MS, nowMs: NOW, ...over }
}

/** The contract suite of `DeliveryStore`. */
export function describeDeliveryStore(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openDeliveryStore, await freshUrl())

  describeHeldDeliveries(name, freshUrl)
  describeMessageDeliveries(name, freshUrl)
  describeOutbox(`${name} delivery store`, async () => {
    const outbox = await open()
    return {
      outbox,
      async change() {
        const draft = aDelivery()
        const event = anOutgoingEvent()
        await outbox.add([draft])
        await outbox.settle([{ id: draft.id, state: 'sent', atMs: NOW, event }])
        return event
      },
    }
  })

  describe(`${name} delivery store`, () => {
    test('find() and ofMatch() give deliveries with the times of their lease and of the last call', async () => {
      const store = await open()
      const [first, second, other] = [aDelivery(), aDelivery(), aDelivery()]
      await store.add([first, { ...second, match: first.match, device: 'another' }, other])
      await store.lease(ask({ channel: first.channel }))
      const call = { calledAt: NOW + 5, answeredAt: NOW + 9 }
      const later = { state: 'pending', dueAtMs: NOW, isTry: true } as const
      await store.settle([
        { id: first.id, state: 'sent', atMs: NOW, call },
        { ...later, id: other.id, call },
      ])
      await store.settle([{ ...later, id: other.id }])
      expect(await store.find(first.id)).toMatchObject({ ...first, leasedAt: NOW, ...call })
      expect(await store.find(other.id)).toMatchObject({ state: 'pending', leasedAt: NOW, ...call })
      expect((await store.ofMatch(first.match)).map(({ id }) => id).toSorted()).toEqual(
        [first.id, second.id].toSorted(),
      )
      expect(await store.find('unknown')).toBeUndefined()
      expect(await store.ofMatch('unknown')).toEqual([])
    })

    test('retry() makes deliveries that ended in one of the states pending again, but not of withdrawn matches', async () => {
      const store = await open()
      const [refused, expired, sent, over] = [aDelivery(), aDelivery(), aDelivery(), aDelivery()]
      const all = [refused, expired, sent, over]
      await store.add(all)
      await store.settle([
        { id: refused.id, state: 'refused', atMs: NOW, isTry: true, reason: 'no' },
        { id: expired.id, state: 'expired', atMs: NOW, reason: 'late' },
        { id: sent.id, state: 'sent', atMs: NOW },
      ])
      await store.withdraw([over.match], NOW, 'over')
      const ids = [...all.map(({ id }) => id), 'unknown']
      expect(await store.retry(ids, ['refused', 'expired'])).toEqual(new Set([refused.id, expired.id]))
      expect(await store.retry(ids, ['refused', 'expired'])).toEqual(new Set())
      const { state, attempts, reason } = (await store.find(refused.id)) ?? {}
      expect([state, attempts, reason]).toEqual(['pending', 0, undefined])
      expect((await store.lease(ask({ channel: refused.channel }))).map(({ id }) => id).toSorted()).toEqual(
        [refused.id, expired.id].toSorted(),
      )
    })

    test('add() keeps new deliveries as pending, and gives how many were new', async () => {
      const store = await open()
      const [first, second] = [aDelivery({ created: 1 }), aDelivery({ created: 2 })]
      expect(await store.add([first])).toBe(1)
      expect(await store.add([first, { ...first, id: 'another id' }, second])).toBe(1)
      expect(await store.add([])).toBe(0)
      expect(await store.list({ limit: 10 })).toEqual([
        { ...second, state: 'pending', attempts: 0 },
        { ...first, state: 'pending', attempts: 0 },
      ])
    })

    test('add() tells deliveries apart by match, side, device and kind of content', async () => {
      const store = await open()
      const draft = aDelivery()
      const others = [
        { ...draft, id: '1', match: 'another' },
        { ...draft, id: '2', content: { ...aDelivery({ side: 1 }).content } },
        { ...draft, id: '3', device: 'another' },
        { ...draft, id: '4', content: { kind: 'test' as const } },
      ]
      expect(await store.add([draft, ...others])).toBe(5)
      expect(await store.add([{ ...draft, id: '5', person: 'another', pair: 'another', created: 9 }])).toBe(0)
    })

    test('addLeased() leases what is new from the start, and leaves what was there', async () => {
      const store = await open()
      const [known, fresh, over] = [aDelivery({ created: 1 }), aDelivery({ created: 2 }), aDelivery()]
      await store.add([known])
      await store.withdraw([over.match], NOW, 'over')
      const lease = { leaseMs: LEASE_MS, nowMs: NOW }
      const stored = { ...fresh, state: 'pending', attempts: 0, leasedAt: NOW }
      const again = { ...fresh, id: 'the same in one call' }
      expect(await store.addLeased([known, fresh, again, over], lease)).toEqual([stored])
      expect(await store.addLeased([fresh], { ...lease, nowMs: NOW + 1 })).toEqual([])
      expect(await store.addLeased([], lease)).toEqual([])
      expect(await store.find(fresh.id)).toEqual(stored)
      expect((await store.lease(ask())).map(({ id }) => id)).toEqual([known.id])
      // As any other lease, it ends.
      expect((await store.lease(ask({ nowMs: NOW + LEASE_MS }))).map(({ id }) => id).toSorted()).toEqual(
        [known.id, fresh.id].toSorted(),
      )
      expect(await store.addLeased([aDelivery({ person: 'eve' })], { leaseMs: 0, nowMs: NOW })).toHaveLength(
        1,
      )
    })

    test('handOver() gives what waits to another device of the person, except what that device is told', async () => {
      const store = await open()
      const old = { device: 'old', person: 'anna', channel: 'log' }
      const [waits, isHeld, isTold, sent] = [aDelivery(old), aDelivery(old), aDelivery(old), aDelivery(old)]
      const others = aDelivery({ ...old, person: 'ben' })
      await store.add([waits, isHeld, isTold, { ...isTold, id: 'told', device: 'new' }, sent, others])
      await store.settle([
        { id: isHeld.id, state: 'held', why: 'quiet', dueAtMs: NOW + 1, reason: 'quiet hours' },
        { id: sent.id, state: 'sent', atMs: NOW },
        { id: 'told', state: 'sent', atMs: NOW },
      ])
      await store.handOver('old', { device: 'new', person: 'anna', channel: 'onesignal' })
      for (const { id } of [waits, isHeld])
        expect(await store.find(id)).toMatchObject({ device: 'new', channel: 'onesignal' })
      for (const { id } of [isTold, sent, others])
        expect(await store.find(id)).toMatchObject({ device: 'old', channel: 'log' })
      expect(await store.find(isHeld.id)).toMatchObject({ state: 'held', heldFor: 'quiet' })
      const due = await store.lease(ask({ channel: 'onesignal' }))
      expect(due.map(({ id }) => id)).toEqual([waits.id])
      await store.handOver('unknown', { device: 'new', person: 'anna', channel: 'onesignal' })
    })

    test('concurrent add() calls of the same deliveries store each once', async () => {
      const store = await open()
      const draft = aDelivery()
      const drafts = ['a', 'b', 'c', 'd'].map((id) => ({ ...draft, id }))
      const counts = await Promise.all(drafts.map((each) => store.add([each])))
      expect(counts.filter((count) => count === 1)).toHaveLength(1)
      expect(await store.list({ limit: 10 })).toHaveLength(1)
    })

    test('lease() returns the oldest, counts no try, and returns no delivery twice', async () => {
      const store = await open()
      const drafts = [3, 1, 2].map((created) => aDelivery({ created }))
      await store.add(drafts)
      const leased = await store.lease(ask({ max: 2 }))
      expect(leased.map(({ created, attempts, state }) => ({ created, attempts, state }))).toEqual([
        { created: 1, attempts: 0, state: 'pending' },
        { created: 2, attempts: 0, state: 'pending' },
      ])
      expect((await store.lease(ask())).map(({ created }) => created)).toEqual([3])
      expect(await store.lease(ask({ nowMs: NOW + LEASE_MS - 1 }))).toEqual([])
    })

    test('lease() returns a delivery again if it was not settled in time', async () => {
      const store = await open()
      const draft = aDelivery()
      await store.add([draft])
      await store.lease(ask())
      expect(await store.lease(ask({ nowMs: NOW + LEASE_MS }))).toEqual([
        { ...draft, state: 'pending', attempts: 0, leasedAt: NOW + LEASE_MS },
      ])
    })

    test('lease() returns new deliveries first, then the others in the order in which they became due', async () => {
      const store = await open()
      const [late, early, held, fresh] = [
        aDelivery({ created: 1 }),
        aDelivery({ created: 2 }),
        aDelivery({ created: 3 }),
        aDelivery({ created: 4 }),
      ]
      await store.add([late, early, fresh, held])
      await store.lease(ask({ max: 3, nowMs: NOW - 10 * LEASE_MS }))
      await store.settle([
        { id: late.id, state: 'pending', dueAtMs: NOW - 1, reason: 'busy', isTry: false },
        { id: early.id, state: 'pending', dueAtMs: NOW - 2, reason: 'busy', isTry: false },
      ])
      const ids = (await store.lease(ask())).map(({ id }) => id)
      expect(ids).toEqual([fresh.id, held.id, early.id, late.id])
    })

    test('lease() returns urgent deliveries first: matches with somebody who moves, messages and tests', async () => {
      const store = await open()
      const at = (mobile: boolean) => {
        const notice = aNotice()
        return { ...notice, sides: notice.sides.map((side) => ({ ...side, mobile })) }
      }
      const fixed = { notice: at(false) }
      const message = { kind: 'message', channel: 'c', match: 'm', messages: 1 } as const
      const drafts = {
        tried: aDelivery({ ...fixed, created: 1 }),
        old: aDelivery({ notice: at(false), created: 2 }),
        note: aDelivery({ content: { kind: 'note', title: 't', text: 't' }, created: 3 }),
        triedUrgent: aDelivery({ notice: at(true), created: 4 }),
        moving: aDelivery({ notice: at(true), created: 5 }),
        message: aDelivery({ content: message, created: 6 }),
        test: aDelivery({ content: { kind: 'test' }, created: 7 }),
      }
      const { tried, triedUrgent } = drafts
      await store.add([tried, triedUrgent])
      await store.lease(ask({ nowMs: NOW - 10 * LEASE_MS }))
      const again = { state: 'pending', dueAtMs: NOW - 1, reason: 'busy', isTry: true } as const
      await store.settle([tried, triedUrgent].map(({ id }) => ({ ...again, id })))
      await store.add(Object.values(drafts))
      const names = new Map(Object.entries(drafts).map(([key, { id }]) => [id, key]))
      const leased = async (max: number) => (await store.lease(ask({ max }))).map(({ id }) => names.get(id))
      expect(await leased(3)).toEqual(['moving', 'message', 'test'])
      expect(await leased(9)).toEqual(['triedUrgent', 'old', 'note', 'tried'])
      expect((await store.find(drafts.moving.id))?.content).toEqual(drafts.moving.content)
    })

    test('lease() returns the deliveries of the requested channel, even if many wait for another channel', async () => {
      const store = await open()
      const held = Array.from({ length: 40 }, (_, created) => aDelivery({ created }))
      const other = aDelivery({ channel: 'log', created: 99 })
      await store.add([...held, other])
      expect((await store.lease(ask({ channel: 'log' }))).map(({ id }) => id)).toEqual([other.id])
      expect(await store.lease(ask({ channel: 'log' }))).toEqual([])
      expect(await store.lease(ask({ channel: 'pigeon' }))).toEqual([])
      expect(await store.lease(ask({ max: 99 }))).toHaveLength(40)
    })

    test('lease() returns deliveries without a channel for any channel', async () => {
      const store = await open()
      const [old, own] = [aDelivery({ channel: '', created: 1 }), aDelivery({ channel: 'log', created: 2 })]
      await store.add([old, own])
      const leased = await store.lease(ask({ channel: 'log' }))
      expect(leased.map(({ id }) => id).toSorted()).toEqual([old.id, own.id].toSorted())
      expect(await store.lease(ask({ channel: 'onesignal' }))).toEqual([])
    })

    test('lease() returns deliveries that were postponed or leased by a clock that was set back since', async () => {
      const store = await open()
      const [postponed, held, busy] = [1, 2, 3].map((created) =>
        aDelivery({ created, device: `d-${created}` }),
      )
      if (postponed === undefined || held === undefined || busy === undefined) throw new Error('too few')
      await store.add([postponed, held])
      const yearLater = NOW + 366 * 86_400_000
      await store.lease(ask({ nowMs: yearLater }))
      await store.settle([
        { id: postponed.id, state: 'pending', dueAtMs: yearLater + 2_000, reason: 'away', isTry: true },
      ])
      await store.add([busy])
      await store.settle([
        { id: busy.id, state: 'pending', dueAtMs: NOW + POSTPONED_MS_MAX, reason: 'away', isTry: true },
      ])
      const ids = (await store.lease(ask())).map(({ id }) => id)
      expect(ids.toSorted()).toEqual([postponed.id, held.id].toSorted())
      expect(await store.lease(ask())).toEqual([])
    })

    test('concurrent lease() calls return each delivery once', async () => {
      const store = await open()
      const drafts = Array.from({ length: 12 }, () => aDelivery())
      await store.add(drafts)
      const leases = await Promise.all([1, 2, 3, 4].map(() => store.lease(ask({ max: 5 }))))
      const ids = leases.flat().map(({ id }) => id)
      expect(ids.toSorted()).toEqual(drafts.map(({ id }) => id).toSorted())
    })

    test('settle() makes a postponed delivery due again at a time, with the reason', async () => {
      const store = await open()
      const draft = aDelivery()
      await store.add([draft])
      await store.lease(ask({ leaseMs: 60_000 }))
      const postponed = { id: draft.id, state: 'pending', isTry: false } as const
      await store.settle([{ ...postponed, dueAtMs: NOW + 500, reason: '429' }])
      expect(await store.lease(ask({ nowMs: NOW + 499 }))).toEqual([])
      const stored = { ...draft, state: 'pending', attempts: 0, reason: '429' }
      expect(await store.lease(ask({ nowMs: NOW + 500 }))).toEqual([{ ...stored, leasedAt: NOW + 500 }])
      await store.settle([{ ...postponed, dueAtMs: NOW }])
      expect(await store.lease(ask({ nowMs: NOW }))).toEqual([{ ...stored, leasedAt: NOW }])
    })

    test('a delivery that is due at 0 is among those that were never tried', async () => {
      const store = await open()
      const [released, tried, fresh] = [1, 2, 3].map((created) => aDelivery({ created }))
      if (released === undefined || tried === undefined || fresh === undefined) throw new Error('too few')
      await store.add([released, tried])
      await store.lease(ask())
      await store.settle([
        { id: tried.id, state: 'pending', dueAtMs: 1, isTry: true },
        { id: released.id, state: 'pending', dueAtMs: 0, isTry: false },
      ])
      await store.add([fresh])
      const ids = (await store.lease(ask())).map(({ id }) => id)
      expect(ids).toEqual([released.id, fresh.id, tried.id])
    })

    test('settle() counts a try of a postponed delivery only if `isTry` is true', async () => {
      const store = await open()
      const draft = aDelivery()
      await store.add([draft])
      for (const isTry of [true, false, true]) {
        await store.settle([{ id: draft.id, state: 'pending', dueAtMs: NOW, reason: 'away', isTry }])
      }
      expect(await store.list({ limit: 9 })).toMatchObject([{ state: 'pending', attempts: 2 }])
    })

    test('route() changes the channel of the pending deliveries of devices; leased ones stay leased', async () => {
      const store = await open()
      const [sent, held, free] = [
        aDelivery({ created: 1, device: 'd' }),
        aDelivery({ created: 2, device: 'd' }),
        aDelivery({ created: 3, device: 'd' }),
      ]
      await store.add([sent, held, free, aDelivery({ device: 'other' })])
      await store.settle([{ id: sent.id, state: 'sent', atMs: NOW }])
      await store.lease(ask({ max: 1 }))
      await store.route(['d', 'unknown'], 'log')
      expect((await store.lease(ask({ channel: 'log' }))).map(({ id }) => id)).toEqual([free.id])
      expect(await store.waiting()).toEqual(
        new Map([
          ['log', 2],
          ['onesignal', 1],
        ]),
      )
      const later = ask({ channel: 'log', nowMs: NOW + LEASE_MS })
      expect((await store.lease(later)).map(({ id }) => id)).toEqual([held.id, free.id])
      const stored = await store.list({ limit: 9 })
      expect(stored.find(({ id }) => id === sent.id)?.channel).toBe('onesignal')
    })

    test('waiting() counts the pending deliveries per channel', async () => {
      const store = await open()
      expect(await store.waiting()).toEqual(new Map())
      const drafts = ['log', 'onesignal', 'onesignal'].map((channel) => aDelivery({ channel }))
      await store.add(drafts)
      await store.settle([{ id: drafts[0]?.id ?? '', state: 'sent', atMs: NOW }])
      expect(await store.waiting()).toEqual(new Map([['onesignal', 2]]))
    })

    test('settle() does not postpone a delivery that ended', async () => {
      const store = await open()
      const draft = aDelivery()
      await store.add([draft])
      await store.settle([{ id: draft.id, state: 'refused', atMs: NOW, reason: 'bad' }])
      await store.settle([{ id: draft.id, state: 'pending', dueAtMs: NOW, reason: 'late', isTry: true }])
      expect(await store.lease(ask({ nowMs: NOW + 1 }))).toEqual([])
      expect(await store.list({ limit: 1 })).toEqual([
        { ...draft, state: 'refused', attempts: 0, reason: 'bad' },
      ])
    })

    test('settle() ends a delivery once, with its event', async () => {
      const store = await open()
      const draft = aDelivery()
      const event = anOutgoingEvent()
      await store.add([draft])
      await store.lease(ask())
      const end = { state: 'sent', atMs: NOW + 5, isTry: true, providerId: 'p-1', event } as const
      const late = { state: 'gone', atMs: NOW + 6 } as const
      await store.settle([{ id: draft.id, ...end }])
      await store.settle([
        { id: draft.id, ...late, event: anOutgoingEvent() },
        { id: 'unknown', ...late, event: anOutgoingEvent() },
      ])
      await store.settle([])
      expect(await store.list({ limit: 9 })).toEqual([
        { ...draft, state: 'sent', attempts: 1, leasedAt: NOW, sentAt: NOW + 5, providerId: 'p-1' },
      ])
      expect(await store.leaseUnsent(9, LEASE_MS, NOW)).toEqual([event])
      expect(await store.lease(ask({ nowMs: NOW + 9 * LEASE_MS }))).toEqual([])
    })

    test('settle() ends and postpones many deliveries, each by its own outcome', async () => {
      const store = await open()
      const drafts = Array.from({ length: 300 }, (_, created) => aDelivery({ created }))
      await store.add(drafts)
      await store.lease(ask({ max: 300 }))
      const outcomes = drafts.map(({ id }, place): DeliveryOutcome => {
        if (place % 3 === 0)
          return { id, state: 'pending', dueAtMs: NOW + place, reason: 'busy', isTry: true }
        if (place % 3 === 1) return { id, state: 'sent', atMs: place, event: anOutgoingEvent({ id }) }
        return { id, state: 'gone', atMs: place, reason: `gone ${place}` }
      })
      await store.settle(outcomes)
      const stored = (await store.list({ limit: 300 })).toReversed()
      expect(stored.map(({ state }) => state)).toEqual(outcomes.map(({ state }) => state))
      expect(stored.map(({ attempts }) => attempts)).toEqual(
        drafts.map((_, place) => Number(place % 3 === 0)),
      )
      expect(stored[2]?.reason).toBe('gone 2')
      expect(await store.leaseUnsent(999, LEASE_MS, NOW)).toHaveLength(100)
      expect(await store.lease(ask({ max: 300, nowMs: NOW + 30 }))).toHaveLength(11)
    })

    test('settle() ignores an event whose id is stored already, also by another delivery of the same call', async () => {
      const store = await open()
      const [first, second, third, ended] = [aDelivery(), aDelivery(), aDelivery(), aDelivery()]
      const event = anOutgoingEvent()
      await store.add([first, second, third, ended])
      await store.settle([{ id: ended.id, state: 'gone', atMs: NOW }])
      const end = { state: 'sent', atMs: NOW, isTry: true } as const
      await store.settle([
        { id: ended.id, ...end, event },
        { id: first.id, ...end, event },
        { id: second.id, ...end, event },
      ])
      await store.settle([{ id: third.id, ...end, event: { ...event, type: 'mtf' } }])
      expect(await store.leaseUnsent(9, LEASE_MS, NOW)).toEqual([event])
      const sent = await store.list({ state: 'sent', limit: 9 })
      expect(sent.map(({ id }) => id).toSorted()).toEqual([first.id, second.id, third.id].toSorted())
      expect(sent.map(({ attempts }) => attempts)).toEqual([1, 1, 1])
    })

    test('withdraw() ends only the pending deliveries of matches, also leased and postponed ones', async () => {
      const store = await open()
      const [held, sent, fresh, other] = [
        aDelivery({ match: 'm', device: '1', created: 1 }),
        aDelivery({ match: 'm', device: '2', created: 2 }),
        aDelivery({ match: 'm', device: '3', created: 3 }),
        aDelivery({ match: 'other', created: 4 }),
      ]
      await store.add([held, sent, fresh, other])
      await store.lease(ask({ max: 1 }))
      await store.settle([{ id: sent.id, state: 'sent', atMs: NOW }])
      await store.withdraw(['m', 'm'], NOW, 'over')
      await store.withdraw(['unknown', 'm'], NOW + 1, 'over again')
      await store.withdraw([], NOW + 1, 'over again')
      expect(await store.list({ limit: 9 })).toEqual([
        { ...other, state: 'pending', attempts: 0 },
        { ...fresh, state: 'expired', attempts: 0, reason: 'over' },
        { ...sent, state: 'sent', attempts: 0, sentAt: NOW },
        { ...held, state: 'expired', attempts: 0, leasedAt: NOW, reason: 'over' },
      ])
      await store.settle([{ id: held.id, state: 'sent', atMs: NOW, event: anOutgoingEvent() }])
      await store.settle([{ id: held.id, state: 'pending', dueAtMs: NOW, reason: 'late', isTry: true }])
      expect(await store.leaseUnsent(9, LEASE_MS, NOW)).toEqual([])
      expect((await store.lease(ask({ nowMs: NOW + LEASE_MS }))).map(({ id }) => id)).toEqual([other.id])
    })

    test('after withdraw(), no delivery of the match can be added, even if there was none before', async () => {
      const store = await open()
      const early = aDelivery({ match: 'm' })
      await store.add([early])
      await store.withdraw(['m', 'unknown'], NOW, 'over')
      const late = [aDelivery({ match: 'm', device: 'new' }), aDelivery({ match: 'unknown' })]
      const other = aDelivery()
      expect(await store.add([{ ...early, id: 'again' }, ...late])).toBe(0)
      expect(await store.add([...late, other])).toBe(1)
      expect((await store.lease(ask())).map(({ id }) => id)).toEqual([other.id])
    })

    test('rungRecently() returns those whose ring key was told of another match within the window', async () => {
      const store = await open()
      const draft = aDelivery({ match: 'm-1', ringKey: 'p 0' })
      const drafts = [
        draft,
        { ...draft, id: 'older', match: 'm-0' },
        { ...draft, id: 'other side', device: 'e', ringKey: 'p 1' },
        { ...draft, id: 'other pair', device: 'd', ringKey: 'q 0' },
        { ...draft, id: 'not sent', match: 'm-2', ringKey: 'r 0' },
        { ...draft, id: 'no key', match: 'm-4', ringKey: '' },
      ]
      await store.add(drafts)
      await store.settle([
        { id: draft.id, state: 'sent', atMs: 2_000 },
        { id: 'older', state: 'sent', atMs: 1_000 },
        { id: 'other side', state: 'sent', atMs: 3_000 },
        { id: 'other pair', state: 'sent', atMs: 4_000 },
        { id: 'not sent', state: 'rate_limited', atMs: 5_000 },
        { id: 'no key', state: 'sent', atMs: 2_000 },
      ])
      const asked = [
        { id: 'new', ringKey: 'p 0', match: 'm-3' },
        { id: 'same match', ringKey: 'p 0', match: 'm-1' },
        { id: 'same match there', ringKey: 'p 1', match: 'm-1' },
        { id: 'other side', ringKey: 'p 1', match: 'm-3' },
        { id: 'other pair', ringKey: 'q 0', match: 'm-3' },
        { id: 'not sent', ringKey: 'r 0', match: 'm-3' },
        { id: 'unknown', ringKey: 'unknown', match: 'm-3' },
        { id: 'no key', ringKey: '', match: 'm-3' },
      ]
      const rung = async (nowMs: number, windowMs: number) =>
        [...(await store.rungRecently(asked, { nowMs, windowMs }))].toSorted()
      expect(await rung(2_000, 9_000)).toEqual(['new', 'other pair', 'other side', 'same match'])
      expect(await rung(2_999, 1_000)).toEqual(['new', 'other side'])
      expect(await rung(3_000, 1_000)).toEqual(['other side'])
      expect(await rung(1_001, 1_000)).toEqual(['new', 'same match'])
      expect(await rung(0, 1_000)).toEqual([])
      expect(await store.rungRecently([], { nowMs: 2_000, windowMs: 9_000 })).toEqual(new Set())
    })

    test('rungRecently() returns what a search through all deliveries returns', async () => {
      const store = await open()
      const small = fc.integer({ min: 0, max: 2 })
      const rows = fc.array(
        fc.record({
          ringKey: small.map(String),
          match: small.map(String),
          atMs: fc.integer({ min: 0, max: 20 }),
        }),
        { maxLength: 12 },
      )
      await fc.assert(
        fc.asyncProperty(rows, rows, fc.integer({ min: 0, max: 12 }), async (sent, asking, windowMs) => {
          const world = newId()
          const named = sent.map((row) => ({ ...row, id: newId(), ringKey: `${world} ${row.ringKey}` }))
          await store.add(
            named.map(({ id, ringKey, match }) => aDelivery({ id, ringKey, match, device: id })),
          )
          await store.settle(named.map(({ id, atMs }) => ({ id, state: 'sent', atMs })))
          const asked = asking.map((row) => ({ ...row, id: newId(), ringKey: `${world} ${row.ringKey}` }))
          const expected = asked.filter(({ ringKey, match }) =>
            named.some(
              (one) => one.ringKey === ringKey && one.match !== match && Math.abs(one.atMs - 10) < windowMs,
            ),
          )
          const rung = await store.rungRecently(asked, { nowMs: 10, windowMs })
          expect([...rung].toSorted()).toEqual(expected.map(({ id }) => id).toSorted())
        }),
        { numRuns: 50 },
      )
    })

    test('forget() loses no event that was not published', async () => {
      const store = await open()
      const draft = aDelivery({ created: 1 })
      const event = anOutgoingEvent()
      await store.add([draft])
      await store.settle([{ id: draft.id, state: 'sent', atMs: NOW, event }])
      await store.forget(5, 9)
      expect(await store.leaseUnsent(9, LEASE_MS, NOW)).toEqual([event])
    })

    test('forget() removes those from before a time, so many at most, but none that waits', async () => {
      const store = await open()
      const drafts = [1, 2, 3, 4, 5].map((created) => aDelivery({ created }))
      const [first, second, third, fourth] = drafts
      if (first === undefined || second === undefined || third === undefined) throw new Error('too few')
      await store.add(drafts)
      await store.settle([
        { id: first.id, state: 'sent', atMs: NOW },
        { id: second.id, state: 'held', why: 'many', dueAtMs: NOW, reason: 'many' },
        { id: third.id, state: 'gone', atMs: NOW },
        { id: fourth?.id ?? '', state: 'expired', atMs: NOW },
      ])
      await store.withdraw(['m'], 4, 'over')
      expect(await store.forget(4, 1)).toBe(1)
      expect(await store.forget(4, 9)).toBe(1)
      expect(await store.forget(4, 9)).toBe(0)
      expect((await store.list({ limit: 9 })).map(({ created }) => created)).toEqual([5, 4, 2])
      expect(await store.add([aDelivery({ match: 'm' })])).toBe(0)
      await store.forget(5, 9)
      expect(await store.add([aDelivery({ match: 'm' })])).toBe(1)
    })

    test('list() filters by person, device and state, newest first', async () => {
      const store = await open()
      const [a, b, c] = [
        aDelivery({ person: 'ada', created: 1 }),
        aDelivery({ person: 'ada', created: 3 }),
        aDelivery({ person: 'bob', created: 2 }),
      ]
      await store.add([a, b, c])
      await store.settle([a, c].map(({ id }) => ({ id, state: 'sent', atMs: NOW })))
      const ids = async (query: Parameters<typeof store.list>[0]) =>
        (await store.list(query)).map(({ id }) => id)
      expect(await ids({ limit: 9 })).toEqual([b.id, c.id, a.id])
      expect(await ids({ limit: 2 })).toEqual([b.id, c.id])
      expect(await ids({ person: 'ada', limit: 9 })).toEqual([b.id, a.id])
      expect(await ids({ state: 'sent', limit: 9 })).toEqual([c.id, a.id])
      expect(await ids({ person: 'ada', state: 'sent', limit: 9 })).toEqual([a.id])
      const other = aDelivery({ person: 'ada', device: 'tablet', created: 4 })
      await store.add([other])
      expect(await ids({ person: 'ada', device: 'tablet', limit: 9 })).toEqual([other.id])
      expect(await ids({ person: 'ada', device: a.device, limit: 1 })).toEqual([b.id])
      expect(await ids({ person: 'ada', device: 'tablet', state: 'sent', limit: 9 })).toEqual([])
      expect(await ids({ person: 'bob', device: 'tablet', limit: 9 })).toEqual([])
    })

    test('countOfMatches() counts the deliveries of each match by state', async () => {
      const store = await open()
      const [first, second, third, other] = [
        aDelivery({ match: 'm-1', device: 'd-1' }),
        aDelivery({ match: 'm-1', device: 'd-2' }),
        aDelivery({ match: 'm-1', device: 'd-1', side: 1 }),
        aDelivery({ match: 'm-2' }),
      ]
      await store.add([first, second, third, other, aDelivery({ match: 'm-3' })])
      await store.settle([
        { id: first.id, state: 'sent', atMs: NOW },
        { id: second.id, state: 'sent', atMs: NOW },
        { id: other.id, state: 'refused', atMs: NOW },
      ])
      expect(await store.countOfMatches(['m-1', 'm-2', 'none'])).toEqual(
        new Map([
          ['m-1', { sent: 2, pending: 1 }],
          ['m-2', { refused: 1 }],
        ]),
      )
      expect(await store.countOfMatches([])).toEqual(new Map())
    })

    test('react() notes what a person did with a sent delivery; the first time stays', async () => {
      const store = await open()
      const [sent, other] = [aDelivery({ device: 'a' }), aDelivery({ device: 'b' })]
      await store.add([sent, other])
      await store.settle([{ id: sent.id, state: 'sent', atMs: 1_000, providerId: 'n-1' }])
      const opened = { channel: sent.channel, providerId: 'n-1', kind: 'opened' } as const
      expect(await store.react({ ...opened, atMs: 2_000 })).toBe(true)
      expect(await store.react({ ...opened, atMs: 3_000 })).toBe(true)
      expect(await store.react({ ...opened, kind: 'dismissed', atMs: 4_000 })).toBe(true)
      expect(await store.react({ ...opened, providerId: 'n-2', atMs: 5_000 })).toBe(false)
      expect(await store.react({ ...opened, channel: 'pigeon', atMs: 5_000 })).toBe(false)
      const stored = new Map((await store.list({ limit: 9 })).map((delivery) => [delivery.id, delivery]))
      expect(stored.get(sent.id)).toMatchObject({ state: 'sent', openedAt: 2_000, dismissedAt: 4_000 })
      expect(stored.get(other.id)?.openedAt).toBeUndefined()
    })

    test('removeOf() removes what a person got, and what others got about them', async () => {
      const store = await open()
      const between = (...people: string[]) => {
        const notice = aNotice()
        const side = { subject: 's', title: 't', mobile: false }
        return { ...notice, sides: people.map((person) => ({ ...side, person })) }
      }
      const own = aDelivery({ person: 'ada', notice: between('ada', 'bob') })
      const about = aDelivery({ person: 'bob', side: 1, notice: between('bob', 'ada') })
      const watched = between('bob')
      const caused = aDelivery({
        person: 'bob',
        notice: { ...watched, cause: { ...watched.cause, person: 'ada' } },
      })
      const other = aDelivery({ person: 'bob', notice: between('bob', 'eve') })
      const alone = aDelivery({ person: 'eve', notice: between('eve') })
      await store.add([own, about, caused, other, alone])
      await store.settle([{ id: own.id, state: 'sent', atMs: NOW }])
      await store.removeOf('ada')
      await store.removeOf('nobody')
      const left = (await store.list({ limit: 9 })).map(({ id }) => id)
      expect(left.toSorted()).toEqual([other.id, alone.id].toSorted())
    })
  })
}
