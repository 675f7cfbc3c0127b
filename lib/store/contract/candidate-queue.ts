import { describe, expect, test } from 'vitest'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openCandidateQueue, openOwnerQueue } from '#lib/store/open.ts'
import { BEFORE_NEWEST, type CandidateQueue, type QueuedSeeker } from '#lib/store/candidate-queue.ts'

const LEASE_MS = 1_000

/** The contract suite of `CandidateQueue`. */
export function describeCandidateQueue(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openCandidateQueue, await freshUrl())
  const cause = { source: '/tracker/local', id: 'e-1', time: 1_000, person: 'anna' }
  const seeker = (over: Partial<QueuedSeeker> = {}): QueuedSeeker => ({
    subject: 'a',
    cursor: 'x9',
    cause,
    ...over,
  })
  const leased = async (queue: CandidateQueue, nowMs: number) =>
    (await queue.lease(9, LEASE_MS, nowMs)).map(({ subject, cursor, cause: why }) => ({
      subject,
      cursor,
      cause: why,
    }))
  /** Leases the only one that is free. */
  const leaseOne = async (queue: CandidateQueue, nowMs: number) => {
    const [one, ...others] = await queue.lease(9, LEASE_MS, nowMs)
    if (one === undefined || others.length > 0) throw new Error('Not one is free')
    return one
  }

  describe(`${name} candidate queue`, () => {
    test('gives what was added, for the time of a lease to one only, and goes on from the cursor', async () => {
      const queue = await open()
      await queue.add([])
      await queue.add([seeker()])
      expect(await leased(queue, 0)).toEqual([seeker()])
      expect(await leased(queue, 999)).toEqual([])
      const { lease, ...rest } = await leaseOne(queue, 1_000)
      expect(rest).toEqual(seeker())
      await queue.advance({ subject: 'a', lease }, 'x5', 1_500)
      const next = await leaseOne(queue, 1_500)
      expect(next.cursor).toBe('x5')
      await queue.advance(next, undefined, 1_600)
      expect(await leased(queue, 99_000)).toEqual([])
      await queue.advance({ subject: 'unknown', lease }, undefined, 1_600)
      await queue.advance({ subject: 'unknown', lease }, 'x', 1_600)
      expect(await leased(queue, 99_000)).toEqual([])
    })

    test('a subject that is added again goes on, and begins once more when it has ended', async () => {
      const queue = await open()
      await queue.add([seeker({ cursor: 'x7' })])
      const first = await leaseOne(queue, 0)
      const later = { ...cause, id: 'e-2' }
      await queue.add([seeker({ cursor: 'x8', cause: later })])
      await queue.add([seeker({ cursor: 'x6', cause: later })])
      await queue.advance(first, 'x4', 10)
      const { lease, ...second } = await leaseOne(queue, 10)
      expect(second).toEqual(seeker({ cursor: 'x4', cause: later }))
      await queue.advance({ subject: 'a', lease }, undefined, 20)
      const third = await leaseOne(queue, 20)
      expect(third).toMatchObject({ cursor: 'x8', cause: later })
      await queue.advance(third, undefined, 30)
      expect(await leased(queue, 99_000)).toEqual([])
    })

    test('who says late how it goes on changes nothing: not while others have it, nor after they were done', async () => {
      const queue = await open()
      await queue.add([seeker({ cursor: 'x9' })])
      const late = await leaseOne(queue, 0)
      const other = await leaseOne(queue, LEASE_MS)
      await queue.add([seeker({ cursor: 'x8' })])
      for (const cursor of ['x1', undefined]) await queue.advance(late, cursor, LEASE_MS)
      expect(await leased(queue, LEASE_MS)).toEqual([])
      await queue.advance(other, undefined, LEASE_MS)
      // It begins once more now, and nobody has it.
      for (const cursor of ['x1', undefined]) await queue.advance(late, cursor, LEASE_MS)
      const again = await leaseOne(queue, LEASE_MS)
      expect(again.cursor).toBe('x8')
      await queue.advance(again, undefined, LEASE_MS)
      await queue.add([seeker({ cursor: 'x7' })])
      for (const cursor of ['x1', undefined]) await queue.advance(late, cursor, LEASE_MS)
      expect(await leased(queue, LEASE_MS)).toEqual([seeker({ cursor: 'x7' })])
    })

    test('who has overrun its lease may still say how it goes on while nobody else has it', async () => {
      const queue = await open()
      await queue.add([seeker()])
      await queue.advance(await leaseOne(queue, 0), 'x5', 9 * LEASE_MS)
      expect(await leased(queue, 9 * LEASE_MS)).toEqual([seeker({ cursor: 'x5' })])
    })

    describe('a subject that is parked', () => {
      const parking = { beyond: 7, untilMs: 5_000 }
      const openParked = async () => {
        const queue = await open()
        await queue.add([seeker()])
        const before = await leaseOne(queue, 0)
        await queue.park('a', parking)
        return { queue, before }
      }
      const fromNewest = [seeker({ cursor: BEFORE_NEWEST })]

      test('is leased only after its time, and begins from the newest candidate', async () => {
        const { queue } = await openParked()
        expect(await leased(queue, 4_999)).toEqual([])
        expect(await leased(queue, 5_000)).toEqual(fromNewest)
      })

      test('is leased when it was woken, once', async () => {
        const { queue } = await openParked()
        await queue.wake([], 2_000)
        await queue.wake(['a', 'unknown'], 2_000)
        await queue.wake(['a'], 3_000)
        expect(await leased(queue, 1_999)).toEqual([])
        expect(await leased(queue, 2_000)).toEqual(fromNewest)
        expect(await leased(queue, 2_000)).toEqual([])
      })

      test('stays parked when it is added, or when another one who had leased it says how it goes on', async () => {
        const { queue, before } = await openParked()
        await queue.add([seeker({ cause: { ...cause, id: 'e-2' } })])
        await queue.advance(before, 'x5', 1_000)
        await queue.advance(before, undefined, 1_000)
        expect(await leased(queue, 4_999)).toEqual([])
        const { lease, ...rest } = await leaseOne(queue, 5_000)
        expect([rest]).toEqual(fromNewest)
        await queue.advance({ subject: 'a', lease }, undefined, 5_001)
        expect(await leased(queue, 99_000)).toEqual([])
      })

      test('has been woken before it was leased: nothing takes it out of the queue in between', async () => {
        const { queue, before } = await openParked()
        await queue.wake(['a'], 2_000)
        await queue.advance(before, undefined, 2_001)
        expect(await leased(queue, 2_001)).toEqual(fromNewest)
      })

      test('tells how many are beyond, until it leaves the queue', async () => {
        const { queue } = await openParked()
        await queue.add([seeker({ subject: 'b' })])
        expect(await queue.beyond('a')).toBe(7)
        expect(await queue.beyond('b')).toBeUndefined()
        expect(await queue.beyond('unknown')).toBeUndefined()
        await queue.lease(9, LEASE_MS, 5_000)
        expect(await queue.beyond('a')).toBe(7)
        await queue.park('a', { beyond: 0, untilMs: 9_000 })
        expect(await queue.beyond('a')).toBe(0)
        for (const each of await queue.lease(9, LEASE_MS, 9_000))
          if (each.subject === 'a') await queue.advance(each, undefined, 9_000)
        expect(await queue.beyond('a')).toBeUndefined()
      })

      test('must be in the queue, and only a parked one is woken', async () => {
        const queue = await open()
        await queue.park('a', parking)
        expect(await leased(queue, 9_000)).toEqual([])
        await queue.add([seeker()])
        await queue.lease(9, LEASE_MS, 0)
        await queue.wake(['a'], 500)
        expect(await leased(queue, 500)).toEqual([])
        expect(await leased(queue, 1_000)).toEqual([seeker()])
      })
    })

    test('those that wait longest come first', async () => {
      const queue = await open()
      await queue.add(['a', 'b', 'c'].map((subject) => seeker({ subject })))
      const all = await queue.lease(9, LEASE_MS, 0)
      for (const [index, next] of ['b', 'c', 'a'].entries())
        for (const each of all) if (each.subject === next) await queue.advance(each, 'x1', 100 + index)
      const parts = [await queue.lease(2, LEASE_MS, 200), await queue.lease(2, LEASE_MS, 200)]
      expect(parts.map((part) => part.map(({ subject }) => subject).toSorted())).toEqual([['b', 'c'], ['a']])
    })

    test('several processes lease each subject once, also while others add them', async () => {
      const url = await freshUrl()
      const queues = await Promise.all([1, 2, 3].map(() => openForTest(openCandidateQueue, url)))
      const seekers = Array.from({ length: 40 }, (_, index) => seeker({ subject: `s-${index}` }))
      await Promise.all(queues.map((queue) => queue.add(seekers)))
      const once: string[] = []
      for (let round = 0; round < 20; round += 1) {
        const parts = await Promise.all(queues.map((queue) => queue.lease(4, LEASE_MS, 10)))
        once.push(...parts.flat().map(({ subject }) => subject))
      }
      expect(once.toSorted()).toEqual(seekers.map(({ subject }) => subject).toSorted())
    })

    test('the queue of owners is another one', async () => {
      const url = await freshUrl()
      const [queue, owners] = [
        await openForTest(openCandidateQueue, url),
        await openForTest(openOwnerQueue, url),
      ]
      await owners.add([seeker()])
      expect(await leased(queue, 0)).toEqual([])
      expect(await leased(owners, 0)).toEqual([seeker()])
    })
  })
}
