import { describe, expect, test } from 'vitest'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openCandidateQueue, openOwnerQueue } from '#lib/store/open.ts'
import { BEFORE_NEWEST, type QueuedSeeker } from '#lib/store/candidate-queue.ts'

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

  describe(`${name} candidate queue`, () => {
    test('gives what was added, for the time of a lease to one only, and goes on from the cursor', async () => {
      const queue = await open()
      await queue.add([])
      await queue.add([seeker()])
      expect(await queue.lease(9, LEASE_MS, 0)).toEqual([seeker()])
      expect(await queue.lease(9, LEASE_MS, 999)).toEqual([])
      expect(await queue.lease(9, LEASE_MS, 1_000)).toEqual([seeker()])
      await queue.advance('a', 'x5', 1_500)
      expect(await queue.lease(9, LEASE_MS, 1_500)).toEqual([seeker({ cursor: 'x5' })])
      await queue.advance('a', undefined, 1_600)
      expect(await queue.lease(9, LEASE_MS, 99_000)).toEqual([])
      await queue.advance('unknown', undefined, 1_600)
      await queue.advance('unknown', 'x', 1_600)
      expect(await queue.lease(9, LEASE_MS, 99_000)).toEqual([])
    })

    test('a subject that is added again goes on, and begins once more when it has ended', async () => {
      const queue = await open()
      await queue.add([seeker({ cursor: 'x7' })])
      await queue.lease(9, LEASE_MS, 0)
      const later = { ...cause, id: 'e-2' }
      await queue.add([seeker({ cursor: 'x8', cause: later })])
      await queue.add([seeker({ cursor: 'x6', cause: later })])
      await queue.advance('a', 'x4', 10)
      expect(await queue.lease(9, LEASE_MS, 10)).toEqual([seeker({ cursor: 'x4', cause: later })])
      await queue.advance('a', undefined, 20)
      expect(await queue.lease(9, LEASE_MS, 20)).toEqual([seeker({ cursor: 'x8', cause: later })])
      await queue.advance('a', undefined, 30)
      expect(await queue.lease(9, LEASE_MS, 99_000)).toEqual([])
    })

    describe('a subject that is parked', () => {
      const parking = { beyond: 7, untilMs: 5_000 }
      const openParked = async () => {
        const queue = await open()
        await queue.add([seeker()])
        await queue.lease(9, LEASE_MS, 0)
        await queue.park('a', parking)
        return queue
      }
      const fromNewest = [seeker({ cursor: BEFORE_NEWEST })]

      test('is leased only after its time, and begins from the newest candidate', async () => {
        const queue = await openParked()
        expect(await queue.lease(9, LEASE_MS, 4_999)).toEqual([])
        expect(await queue.lease(9, LEASE_MS, 5_000)).toEqual(fromNewest)
      })

      test('is leased when it was woken, once', async () => {
        const queue = await openParked()
        await queue.wake([], 2_000)
        await queue.wake(['a', 'unknown'], 2_000)
        await queue.wake(['a'], 3_000)
        expect(await queue.lease(9, LEASE_MS, 1_999)).toEqual([])
        expect(await queue.lease(9, LEASE_MS, 2_000)).toEqual(fromNewest)
        expect(await queue.lease(9, LEASE_MS, 2_000)).toEqual([])
      })

      test('stays parked when it is added, or when another one who had leased it says how it goes on', async () => {
        const queue = await openParked()
        await queue.add([seeker({ cause: { ...cause, id: 'e-2' } })])
        await queue.advance('a', 'x5', 1_000)
        await queue.advance('a', undefined, 1_000)
        expect(await queue.lease(9, LEASE_MS, 4_999)).toEqual([])
        expect(await queue.lease(9, LEASE_MS, 5_000)).toEqual(fromNewest)
        await queue.advance('a', undefined, 5_001)
        expect(await queue.lease(9, LEASE_MS, 99_000)).toEqual([])
      })

      test('has been woken before it was leased: nothing takes it out of the queue in between', async () => {
        const queue = await openParked()
        await queue.wake(['a'], 2_000)
        await queue.advance('a', undefined, 2_001)
        expect(await queue.lease(9, LEASE_MS, 2_001)).toEqual(fromNewest)
      })

      test('tells how many are beyond, until it leaves the queue', async () => {
        const queue = await openParked()
        await queue.add([seeker({ subject: 'b' })])
        expect(await queue.beyond('a')).toBe(7)
        expect(await queue.beyond('b')).toBeUndefined()
        expect(await queue.beyond('unknown')).toBeUndefined()
        await queue.lease(9, LEASE_MS, 5_000)
        expect(await queue.beyond('a')).toBe(7)
        await queue.park('a', { beyond: 0, untilMs: 9_000 })
        expect(await queue.beyond('a')).toBe(0)
        await queue.lease(9, LEASE_MS, 9_000)
        await queue.advance('a', undefined, 9_000)
        expect(await queue.beyond('a')).toBeUndefined()
      })

      test('must be in the queue, and only a parked one is woken', async () => {
        const queue = await open()
        await queue.park('a', parking)
        expect(await queue.lease(9, LEASE_MS, 9_000)).toEqual([])
        await queue.add([seeker()])
        await queue.lease(9, LEASE_MS, 0)
        await queue.wake(['a'], 500)
        expect(await queue.lease(9, LEASE_MS, 500)).toEqual([])
        expect(await queue.lease(9, LEASE_MS, 1_000)).toEqual([seeker()])
      })
    })

    test('those that wait longest come first', async () => {
      const queue = await open()
      await queue.add(['a', 'b', 'c'].map((subject) => seeker({ subject })))
      await queue.lease(9, LEASE_MS, 0)
      for (const [index, subject] of ['b', 'c', 'a'].entries())
        await queue.advance(subject, 'x1', 100 + index)
      const leased = [await queue.lease(2, LEASE_MS, 200), await queue.lease(2, LEASE_MS, 200)]
      expect(leased.map((part) => part.map(({ subject }) => subject).toSorted())).toEqual([['b', 'c'], ['a']])
    })

    test('several processes lease each subject once, also while others add them', async () => {
      const url = await freshUrl()
      const queues = await Promise.all([1, 2, 3].map(() => openForTest(openCandidateQueue, url)))
      const seekers = Array.from({ length: 40 }, (_, index) => seeker({ subject: `s-${index}` }))
      await Promise.all(queues.map((queue) => queue.add(seekers)))
      const leased: string[] = []
      for (let round = 0; round < 20; round += 1) {
        const parts = await Promise.all(queues.map((queue) => queue.lease(4, LEASE_MS, 10)))
        leased.push(...parts.flat().map(({ subject }) => subject))
      }
      expect(leased.toSorted()).toEqual(seekers.map(({ subject }) => subject).toSorted())
    })

    test('the queue of owners is another one', async () => {
      const url = await freshUrl()
      const [queue, owners] = [
        await openForTest(openCandidateQueue, url),
        await openForTest(openOwnerQueue, url),
      ]
      await owners.add([seeker()])
      expect(await queue.lease(9, LEASE_MS, 0)).toEqual([])
      expect(await owners.lease(9, LEASE_MS, 0)).toEqual([seeker()])
    })
  })
}
