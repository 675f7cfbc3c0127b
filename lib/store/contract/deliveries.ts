import { describe, expect, test } from 'vitest'
import { aDelivery } from '#lib/builders/a-delivery.ts'
import { anOutgoingEvent } from '#lib/builders/an-outgoing-event.ts'
import { describeOutbox } from '#lib/store/contract/outbox.ts'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { POSTPONED_MS_MAX, type LeaseRequest } from '#lib/store/deliveries.ts'
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

  describeOutbox(`${name} delivery store`, async () => {
    const outbox = await open()
    return {
      outbox,
      async change() {
        const draft = aDelivery()
        const event = anOutgoingEvent()
        await outbox.add([draft])
        await outbox.finish(draft.id, { state: 'sent', atMs: NOW }, [event])
        return event
      },
    }
  })

  describe(`${name} delivery store`, () => {
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

    test('add() tells deliveries apart by match, side, device and kind', async () => {
      const store = await open()
      const draft = aDelivery()
      const others = [
        { ...draft, id: '1', match: 'another' },
        { ...draft, id: '2', side: 1 },
        { ...draft, id: '3', device: 'another' },
        { ...draft, id: '4', kind: 'match.ended' as const },
      ]
      expect(await store.add([draft, ...others])).toBe(5)
      expect(await store.add([{ ...draft, id: '5', person: 'another', pair: 'another', created: 9 }])).toBe(0)
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

    test('lease() returns a delivery again if it was neither finished nor postponed in time', async () => {
      const store = await open()
      const draft = aDelivery()
      await store.add([draft])
      await store.lease(ask())
      expect(await store.lease(ask({ nowMs: NOW + LEASE_MS }))).toEqual([
        { ...draft, state: 'pending', attempts: 0 },
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
      await store.postpone(late.id, { dueAtMs: NOW - 1, reason: 'busy', isTry: false })
      await store.postpone(early.id, { dueAtMs: NOW - 2, reason: 'busy', isTry: false })
      const ids = (await store.lease(ask())).map(({ id }) => id)
      expect(ids).toEqual([fresh.id, held.id, early.id, late.id])
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
      await store.postpone(postponed.id, { dueAtMs: yearLater + 2_000, reason: 'away', isTry: true })
      await store.add([busy])
      await store.postpone(busy.id, { dueAtMs: NOW + POSTPONED_MS_MAX, reason: 'away', isTry: true })
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

    test('postpone() makes it due again at a time, with the reason', async () => {
      const store = await open()
      const draft = aDelivery()
      await store.add([draft])
      await store.lease(ask({ leaseMs: 60_000 }))
      await store.postpone(draft.id, { dueAtMs: NOW + 500, reason: '429', isTry: false })
      expect(await store.lease(ask({ nowMs: NOW + 499 }))).toEqual([])
      expect(await store.lease(ask({ nowMs: NOW + 500 }))).toEqual([
        { ...draft, state: 'pending', attempts: 0, reason: '429' },
      ])
    })

    test('postpone() counts a try only if `isTry` is true', async () => {
      const store = await open()
      const draft = aDelivery()
      await store.add([draft])
      for (const isTry of [true, false, true]) {
        await store.postpone(draft.id, { dueAtMs: NOW, reason: 'away', isTry })
      }
      expect(await store.list({ limit: 9 })).toMatchObject([{ state: 'pending', attempts: 2 }])
    })

    test('route() changes the channel of the pending deliveries of a device; leased ones stay leased', async () => {
      const store = await open()
      const [sent, held, free] = [
        aDelivery({ created: 1, device: 'd' }),
        aDelivery({ created: 2, device: 'd' }),
        aDelivery({ created: 3, device: 'd' }),
      ]
      await store.add([sent, held, free, aDelivery({ device: 'other' })])
      await store.finish(sent.id, { state: 'sent', atMs: NOW }, [])
      await store.lease(ask({ max: 1 }))
      await store.route('d', 'log')
      await store.route('unknown', 'log')
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
      await store.finish(drafts[0]?.id ?? '', { state: 'sent', atMs: NOW }, [])
      expect(await store.waiting()).toEqual(new Map([['onesignal', 2]]))
    })

    test('postpone() does not change a delivery that ended', async () => {
      const store = await open()
      const draft = aDelivery()
      await store.add([draft])
      await store.finish(draft.id, { state: 'refused', atMs: NOW, reason: 'bad' }, [])
      await store.postpone(draft.id, { dueAtMs: NOW, reason: 'late', isTry: true })
      expect(await store.lease(ask({ nowMs: NOW + 1 }))).toEqual([])
      expect(await store.list({ limit: 1 })).toEqual([
        { ...draft, state: 'refused', attempts: 0, reason: 'bad' },
      ])
    })

    test('finish() ends a delivery once, with its events', async () => {
      const store = await open()
      const draft = aDelivery()
      const event = anOutgoingEvent()
      await store.add([draft])
      await store.lease(ask())
      const end = { state: 'sent', atMs: NOW + 5, isTry: true, providerId: 'p-1' } as const
      expect(await store.finish(draft.id, end, [event])).toBe(true)
      expect(await store.finish(draft.id, { state: 'gone', atMs: NOW + 6 }, [anOutgoingEvent()])).toBe(false)
      expect(await store.finish('unknown', { state: 'gone', atMs: NOW + 6 }, [anOutgoingEvent()])).toBe(false)
      expect(await store.list({ limit: 9 })).toEqual([
        { ...draft, state: 'sent', attempts: 1, sentAt: NOW + 5, providerId: 'p-1' },
      ])
      expect(await store.leaseUnsent(9, LEASE_MS, NOW)).toEqual([event])
      expect(await store.lease(ask({ nowMs: NOW + 9 * LEASE_MS }))).toEqual([])
    })

    test('finish() ignores an event whose id is stored already', async () => {
      const store = await open()
      const [first, second] = [aDelivery(), aDelivery()]
      const event = anOutgoingEvent()
      await store.add([first, second])
      await store.finish(first.id, { state: 'sent', atMs: NOW }, [event])
      expect(await store.finish(second.id, { state: 'sent', atMs: NOW }, [{ ...event, type: 'mtf' }])).toBe(
        true,
      )
      expect(await store.leaseUnsent(9, LEASE_MS, NOW)).toEqual([event])
    })

    test('withdraw() ends only the pending deliveries of a match, also leased and postponed ones', async () => {
      const store = await open()
      const [held, sent, fresh, other] = [
        aDelivery({ match: 'm', device: '1', created: 1 }),
        aDelivery({ match: 'm', device: '2', created: 2 }),
        aDelivery({ match: 'm', device: '3', created: 3 }),
        aDelivery({ match: 'other', created: 4 }),
      ]
      await store.add([held, sent, fresh, other])
      await store.lease(ask({ max: 1 }))
      await store.finish(sent.id, { state: 'sent', atMs: NOW }, [])
      await store.withdraw('m', NOW, 'over')
      await store.withdraw('m', NOW + 1, 'over again')
      expect(await store.list({ limit: 9 })).toEqual([
        { ...other, state: 'pending', attempts: 0 },
        { ...fresh, state: 'expired', attempts: 0, reason: 'over' },
        { ...sent, state: 'sent', attempts: 0, sentAt: NOW },
        { ...held, state: 'expired', attempts: 0, reason: 'over' },
      ])
      expect(await store.finish(held.id, { state: 'sent', atMs: NOW }, [anOutgoingEvent()])).toBe(false)
      await store.postpone(held.id, { dueAtMs: NOW, reason: 'late', isTry: true })
      expect((await store.lease(ask({ nowMs: NOW + LEASE_MS }))).map(({ id }) => id)).toEqual([other.id])
    })

    test('after withdraw(), no delivery of the match can be added, even if there was none before', async () => {
      const store = await open()
      const early = aDelivery({ match: 'm' })
      await store.add([early])
      for (const match of ['m', 'unknown']) await store.withdraw(match, NOW, 'over')
      const late = [aDelivery({ match: 'm', device: 'new' }), aDelivery({ match: 'unknown' })]
      const other = aDelivery()
      expect(await store.add([{ ...early, id: 'again' }, ...late])).toBe(0)
      expect(await store.add([...late, other])).toBe(1)
      expect((await store.lease(ask())).map(({ id }) => id)).toEqual([other.id])
    })

    test('lastSent() is when a side of a pair was rung for another match', async () => {
      const store = await open()
      const draft = aDelivery({ match: 'm-1', pair: 'p', side: 0 })
      const drafts = [
        draft,
        { ...draft, id: 'older', match: 'm-0' },
        { ...draft, id: 'other side', side: 1 },
        { ...draft, id: 'other pair', pair: 'q', device: 'd' },
        { ...draft, id: 'not sent', match: 'm-2' },
      ]
      await store.add(drafts)
      await store.finish(draft.id, { state: 'sent', atMs: 2_000 }, [])
      await store.finish('older', { state: 'sent', atMs: 1_000 }, [])
      await store.finish('other side', { state: 'sent', atMs: 3_000 }, [])
      await store.finish('other pair', { state: 'sent', atMs: 4_000 }, [])
      await store.finish('not sent', { state: 'rate_limited', atMs: 5_000 }, [])
      expect(await store.lastSent('p', 0, 'm-3')).toBe(2_000)
      expect(await store.lastSent('p', 0, 'm-1')).toBe(1_000)
      expect(await store.lastSent('unknown', 0, 'm-1')).toBeUndefined()
    })

    test('list() filters by person and state, newest first', async () => {
      const store = await open()
      const [a, b, c] = [
        aDelivery({ person: 'ada', created: 1 }),
        aDelivery({ person: 'ada', created: 3 }),
        aDelivery({ person: 'bob', created: 2 }),
      ]
      await store.add([a, b, c])
      await store.finish(a.id, { state: 'sent', atMs: NOW }, [])
      await store.finish(c.id, { state: 'sent', atMs: NOW }, [])
      const ids = async (query: Parameters<typeof store.list>[0]) =>
        (await store.list(query)).map(({ id }) => id)
      expect(await ids({ limit: 9 })).toEqual([b.id, c.id, a.id])
      expect(await ids({ limit: 2 })).toEqual([b.id, c.id])
      expect(await ids({ person: 'ada', limit: 9 })).toEqual([b.id, a.id])
      expect(await ids({ state: 'sent', limit: 9 })).toEqual([c.id, a.id])
      expect(await ids({ person: 'ada', state: 'sent', limit: 9 })).toEqual([a.id])
    })

    test('removeOf() removes what a person got, and what others got about them', async () => {
      const store = await open()
      const between = (...people: string[]) => {
        const { notice } = aDelivery()
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
      await store.finish(own.id, { state: 'sent', atMs: NOW }, [])
      await store.removeOf('ada')
      await store.removeOf('nobody')
      const left = (await store.list({ limit: 9 })).map(({ id }) => id)
      expect(left.toSorted()).toEqual([other.id, alone.id].toSorted())
    })
  })
}
