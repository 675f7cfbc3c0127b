import { matchPageSchema } from '#lib/service-client/match-list.ts'
import { afterEach, describe, expect, test } from 'vitest'
import { aMatch } from '#lib/builders/a-match.ts'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import { travel } from '#lib/geo/travel.ts'
import { openForTest } from '#lib/store/contract/open-for-test.ts'
import type { LeasedSeeker } from '#lib/store/candidate-queue.ts'
import { openCandidateQueue } from '#lib/store/open.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { matchQueued } from './match-queued.ts'
import { matchSubjects } from './match-subjects.ts'
import { aChange, aPing, HOME, openWorld, type World } from './open-world.fixture.ts'
import { settlePairs } from './settle-pairs.ts'

const PAIRS_MAX = 3
const OTHERS = 8
const MATCHERS = 3
const WORKER_LEASE_MS = 30_000
const TEN_MINUTES_MS = 10 * 60_000

/** Tests of how many matches one subject may have, on a store. */
export function describeBound(name: string, freshUrl: () => Promise<string>): void {
  let worlds: World[] = []

  afterEach(async () => {
    await Promise.all(worlds.map((world) => world.close()))
    worlds = []
  })

  async function open(pairsMax = PAIRS_MAX): Promise<readonly [World, World, World]> {
    const [folder, url] = [temporaryFolder(), await freshUrl()]
    const openOne = async () => {
      const world = await openWorld(folder, url, { pairsMax })
      worlds.push(world)
      return world
    }
    return [await openOne(), await openOne(), await openOne()]
  }

  /** Waits until all that was told and queued is handled, by whoever does it. */
  async function rest(): Promise<void> {
    for (const { couriers } of worlds) await couriers.notices.flush()
    for (const { couriers } of worlds) await couriers.further.run()
    for (const { couriers } of worlds) await couriers.notices.flush()
  }

  /** The counterparts of a subject, newest first. */
  async function counterpartsOf({ id }: Subject, { matches }: World): Promise<string[]> {
    const current = await matches.currentOf([id])
    return current
      .map(({ search, offer }) => (search === id ? offer : search))
      .sort((a, b) => (a < b ? 1 : -1))
  }

  async function beyond({ id }: Subject, world: World): Promise<unknown> {
    const response = await world.call(`GET /matching/matches/${id}`, 'service:storage')
    return matchPageSchema.parse(await response.json()).beyond
  }

  /** Switches a subject off, as its owner does; gives the event. */
  async function switchOff(subject: Subject, { store }: World) {
    const now = await store.find(subject.id)
    if (now === undefined) throw new Error('Cannot switch off: there is no such subject')
    await store.update({ ...now, active: false, version: now.version + 1 }, now.version, [])
    return aChange(subject)
  }

  /** Others near a subject, newest first. */
  async function keepOthers(make: typeof anOffer, world: World, length = OTHERS): Promise<Subject[]> {
    const others = Array.from({ length }, (_, index) => make({ at: travel(HOME, index * 40, 100) }))
    await world.keep(...others)
    return others.sort((a, b) => (a.id < b.id ? 1 : -1))
  }

  const idsOf = (subjects: readonly Subject[]) => subjects.map(({ id }) => id)
  const portsOf = ({ subjects, matches, blocks, queue }: World) => {
    return { subjects, matches, blocks, queue, pairsMax: PAIRS_MAX }
  }
  const causeOf = ({ owner }: Subject) => {
    return { source: '/service/storage', id: 'e-1', time: Date.now(), person: owner }
  }

  describe(`the bound of matches on ${name}`, () => {
    test.each([
      ['a search', aSearch, anOffer],
      ['an offer', anOffer, aSearch],
    ])(
      '%s near more than it may have gets the newest, sees how many are beyond, and gets the next when one ends',
      async (_, makeOne, makeOther) => {
        const [world] = await open()
        const others = await keepOthers(makeOther, world)
        const one = makeOne({ at: HOME })
        await world.keep(one)
        await world.feed(aChange(one))
        await rest()
        expect(await counterpartsOf(one, world)).toEqual(idsOf(others.slice(0, 3)))
        expect(await beyond(one, world)).toBe(5)
        const [first, second, third, , ...older] = others
        if (first === undefined || second === undefined || third === undefined) throw new Error('Too few')
        await world.feed(await switchOff(second, world))
        await rest()
        expect(await counterpartsOf(one, world)).toEqual(idsOf([first, ...others.slice(2, 4)]))
        expect(await beyond(one, world)).toBe(4)
        await world.feed(
          ...(await Promise.all(
            [first, third, ...older.slice(0, 2)].map((other) => switchOff(other, world)),
          )),
        )
        await rest()
        expect(await counterpartsOf(one, world)).toEqual(idsOf([...others.slice(3, 4), ...older.slice(2)]))
        expect(await beyond(one, world)).toBeUndefined()
        const begun = (await world.notices()).filter(({ type }) => type === 'match.found')
        expect(begun).toHaveLength(6)
      },
    )

    test('a phone that comes near a full search is beyond, and its turn comes before that of older offers', async () => {
      const [world] = await open()
      const others = await keepOthers(anOffer, world)
      const search = aSearch({ at: HOME, owner: 'anna' })
      const phone = anOffer({ at: undefined, device: 'phone', owner: 'ben' })
      await world.keep(search, phone)
      await world.feed(aChange(search))
      await world.feed(aPing('phone', travel(HOME, 90, 50), { ageMs: 5_000 }))
      await rest()
      expect(await counterpartsOf(search, world)).toEqual(idsOf(others.slice(0, 3)))
      const [, second] = others
      if (second === undefined) throw new Error('Too few')
      await world.feed(await switchOff(second, world))
      await rest()
      expect(await counterpartsOf(search, world)).toEqual(
        idsOf([phone, ...others.slice(0, 1), ...others.slice(2, 3)]),
      )
      // Ben is not the cause of what Anna's search got: it had room.
      const last = (await world.notices()).at(-1)
      expect(last?.data.params).toMatchObject({ match: { offer: phone.id }, cause: { person: 'anna' } })
    })

    test('two full ones: each gets what the other one has room for', async () => {
      const [world] = await open()
      const offers = await keepOthers(anOffer, world, 4)
      const searches = [
        aSearch({ at: HOME }),
        aSearch({ at: HOME }),
        aSearch({ at: HOME }),
        aSearch({ at: HOME }),
      ]
      await world.keep(...searches)
      await world.feed(...searches.map((search) => aChange(search)))
      await rest()
      const counts = await Promise.all([...offers, ...searches].map((each) => counterpartsOf(each, world)))
      const full = new Set(
        [...offers, ...searches].filter((_, index) => counts[index]?.length === 3).map(({ id }) => id),
      )
      expect(Math.max(...counts.map(({ length }) => length))).toBe(3)
      for (const [index, search] of searches.entries()) {
        const missing = offers.filter(({ id }) => counts[offers.length + index]?.includes(id) !== true)
        expect(missing.every(({ id }) => full.has(id) || full.has(search.id))).toBe(true)
      }
    })

    test('matchers at the same time exceed the bound by no more than what is in flight', async () => {
      const all = await open()
      // Only the three batches of each moment are in flight.
      await Promise.all(all.map(({ couriers }) => couriers.further.stop()))
      const search = aSearch({ at: HOME })
      await all[0].keep(search)
      const offers = await keepOthers(anOffer, all[0], 8 * MATCHERS)
      await Promise.all(
        all.map(async (world, index) => {
          const own = offers.filter((_, place) => place % MATCHERS === index)
          for (const offer of own) await world.feed(aChange(offer))
        }),
      )
      const { length } = await counterpartsOf(search, all[0])
      expect(length).toBeGreaterThanOrEqual(PAIRS_MAX)
      expect(length).toBeLessThanOrEqual(PAIRS_MAX + MATCHERS - 1)
    })

    test('what one leaves out and forgets, because it dies, is found by the one that handles its batch again', async () => {
      const [dying, next] = await open()
      const others = await keepOthers(anOffer, next)
      const search = aSearch({ at: HOME })
      await next.keep(search)
      const affected = { ids: new Map([[search.id, { cause: causeOf(search), mayBegin: true }]]) }
      // Its memory is in a store that nobody reads.
      const queue = await openForTest(openCandidateQueue, await freshUrl())
      await matchSubjects(affected, { ...portsOf(dying), queue })
      await rest()
      expect(await beyond(search, next)).toBeUndefined()
      await matchSubjects(affected, portsOf(next))
      await rest()
      expect(await counterpartsOf(search, next)).toEqual(idsOf(others.slice(0, 3)))
      expect(await beyond(search, next)).toBe(5)
    })

    test('a match that ended while its matcher died is replaced when another one tells of the end', async () => {
      const [dying, next] = await open()
      const others = await keepOthers(anOffer, next)
      const search = aSearch({ at: HOME })
      await next.keep(search)
      await next.feed(aChange(search))
      await rest()
      const [first] = others
      if (first === undefined) throw new Error('Too few')
      await switchOff(first, next)
      const pair = { search: search.id, offer: first.id, cause: causeOf(first), mayBegin: true }
      expect(await settlePairs([pair], portsOf(dying))).toMatchObject({ ended: 1 })
      await rest()
      expect(await counterpartsOf(search, next)).toEqual(idsOf(others.slice(1, 4)))
    })

    test('a proposal that is withdrawn leaves room, too', async () => {
      const [dead, world] = await open()
      const others = await keepOthers(anOffer, world)
      const [search, gone] = [aSearch({ at: HOME }), anOffer({ at: travel(HOME, 90, 5_000) })]
      await world.keep(search, gone)
      const owners = { search: search.owner, offer: gone.owner }
      await dead.matches.propose([aMatch({ search: search.id, offer: gone.id, owners, foundAt: Date.now() })])
      await world.feed(...others.map((offer) => aChange(offer)))
      await rest()
      expect(await counterpartsOf(search, world)).toEqual(idsOf([gone, ...others.slice(0, 2)]))
      const pair = { search: search.id, offer: gone.id, cause: causeOf(gone), mayBegin: true }
      expect(await settlePairs([pair], portsOf(world))).toMatchObject({ begun: 0, ended: 0 })
      await rest()
      expect(await counterpartsOf(search, world)).toEqual(idsOf(others.slice(0, 3)))
    })

    test('a full one is looked at again after ten minutes, because the bound may have been raised', async () => {
      const [world] = await open()
      await Promise.all(worlds.map(({ couriers }) => couriers.further.stop()))
      const others = await keepOthers(anOffer, world)
      const search = aSearch({ at: HOME })
      await world.keep(search)
      await world.feed(aChange(search))
      const ports = portsOf(world)
      const leaseAt = (nowMs: number) => world.queue.lease(9, WORKER_LEASE_MS, nowMs)
      await matchQueued(await leaseAt(Date.now()), ports)
      expect(await leaseAt(Date.now() + TEN_MINUTES_MS / 2)).toEqual([])
      await matchQueued(await leaseAt(Date.now() + TEN_MINUTES_MS), { ...ports, pairsMax: 5 })
      expect(await counterpartsOf(search, world)).toEqual(idsOf(others.slice(0, 5)))
    })

    test('a match that ends while its subject is being parked is replaced, also if another one leases the subject then', async () => {
      const [world, other] = await open()
      await Promise.all(worlds.map(({ couriers }) => couriers.further.stop()))
      const others = await keepOthers(anOffer, world)
      const search = aSearch({ at: HOME })
      await world.keep(search)
      await world.feed(aChange(search))
      const [first] = others
      if (first === undefined) throw new Error('Too few')
      const off = await switchOff(first, world)
      const { queue } = world
      const parkAfterEnd: typeof queue.park = async (...call) => {
        await other.feed(off)
        await queue.park(...call)
      }
      const leased = await queue.lease(9, WORKER_LEASE_MS, Date.now())
      expect(leased.map(({ subject }) => subject)).toEqual([search.id])
      let next: readonly LeasedSeeker[] = []
      const wakeAndLoseIt: typeof queue.wake = async (...call) => {
        await queue.wake(...call)
        next = await queue.lease(9, WORKER_LEASE_MS, Date.now())
      }
      await matchQueued(leased, {
        ...portsOf(world),
        queue: { ...queue, park: parkAfterEnd, wake: wakeAndLoseIt },
      })
      expect(await counterpartsOf(search, world)).toHaveLength(2)
      // The one who leased it after it was woken still has it.
      expect(next.map(({ subject }) => subject)).toEqual([search.id])
      const after = await queue.lease(9, WORKER_LEASE_MS, Date.now() + WORKER_LEASE_MS)
      expect(after).toEqual(next.map((each) => ({ ...each, lease: after[0]?.lease })))
      await matchQueued(after, portsOf(world))
      expect(await counterpartsOf(search, world)).toEqual(idsOf(others.slice(1, 4)))
    })
  })
}
