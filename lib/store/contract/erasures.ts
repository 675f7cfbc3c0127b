import { describe, expect, test } from 'vitest'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openErasureStore } from '#lib/store/open.ts'
import type { EraseTask } from '#lib/store/erasures.ts'

const NOW = 10_000
const LEASE = 1_000
const ADA = { person: 'ada', erasedAt: NOW, copiesUntil: NOW + 5_000 }

const aTask = (over: Partial<EraseTask> = {}): EraseTask => ({
  id: 'person:ada',
  person: 'ada',
  places: ['matching', 'storage'],
  dueAt: NOW,
  ...over,
})

/** The contract suite of `ErasureStore`. */
export function describeErasureStore(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openErasureStore, await freshUrl())

  describe(`${name} erasure store`, () => {
    test('erase() lists a person and stores the tasks', async () => {
      const store = await open()
      const erased = await store.erase(ADA, [aTask(), aTask({ id: 'again', dueAt: NOW + 1 })])
      expect(erased).toEqual({ ...ADA, sequence: erased.sequence })
      expect(await store.find('ada')).toEqual(erased)
      expect(await store.find('ben')).toBeUndefined()
      expect(await store.list(0, 10)).toEqual([erased])
      expect(await store.leaseTasks(10, LEASE, NOW)).toEqual([aTask({ dueAt: NOW + LEASE })])
    })

    test('only the first erase() of a person has an effect, also of concurrent calls', async () => {
      const store = await open()
      const calls = [1, 2, 3].map((n) => store.erase({ ...ADA, erasedAt: NOW + n }, [aTask({ id: `${n}` })]))
      const [first, ...others] = await Promise.all(calls)
      expect(others).toEqual([first, first])
      const later = await store.erase({ ...ADA, erasedAt: NOW + 9, copiesUntil: NOW + 99 }, [
        aTask({ id: '9' }),
      ])
      expect(later).toEqual(first)
      expect(await store.leaseTasks(10, LEASE, NOW + 9)).toHaveLength(1)
    })

    test('a reader that continues from the last entry misses none, while others are written', async () => {
      const store = await open()
      const people = Array.from({ length: 12 }, (_, index) => `p${index}`)
      const writing = people.map((person) => store.erase({ ...ADA, person }, []))
      const seen: string[] = []
      let last = 0
      for (let isWritten = false; ;) {
        const isLast = isWritten
        const page = await store.list(last, 5)
        for (const { person, sequence } of page) {
          expect(sequence).toBeGreaterThan(last)
          last = sequence
          seen.push(person)
        }
        if (page.length > 0) continue
        if (isLast) break
        await Promise.all(writing)
        isWritten = true
      }
      expect(seen.toSorted()).toEqual(people.toSorted())
    })

    test('forget() deletes people of whom no copy is left, and their sequence number is never used again', async () => {
      const store = await open()
      const { sequence } = await store.erase(ADA, [])
      expect(await store.forget(ADA.copiesUntil - 1)).toBe(0)
      expect(await store.forget(ADA.copiesUntil)).toBe(1)
      expect(await store.find('ada')).toBeUndefined()
      const next = await store.erase({ ...ADA, person: 'ben' }, [])
      expect(next.sequence).toBeGreaterThan(sequence)
    })

    test('leaseTasks() returns due tasks, earliest first, and no task that is leased', async () => {
      const store = await open()
      await store.addTask(aTask({ id: 'late', dueAt: NOW + 1 }))
      await store.addTask(aTask({ id: 'b', dueAt: NOW, device: 'phone' }))
      await store.addTask(aTask({ id: 'a', dueAt: NOW - 1 }))
      const leased = await store.leaseTasks(10, LEASE, NOW)
      expect(leased.map(({ id }) => id)).toEqual(['a', 'b'])
      expect(leased.map(({ device }) => device)).toEqual([undefined, 'phone'])
      expect(await store.leaseTasks(10, LEASE, NOW + LEASE - 1)).toMatchObject([{ id: 'late' }])
      expect(await store.leaseTasks(1, LEASE, NOW + LEASE)).toHaveLength(1)
      expect(await store.leaseTasks(9, LEASE, NOW + LEASE)).toHaveLength(1)
    })

    test('addTask() does not change a task with the same id', async () => {
      const store = await open()
      await store.addTask(aTask())
      await store.finishPlace('person:ada', 'matching')
      await store.addTask(aTask())
      expect(await store.leaseTasks(10, LEASE, NOW)).toMatchObject([{ places: ['storage'] }])
    })

    test('finishPlace() removes a place, and the task with its last place', async () => {
      const store = await open()
      await store.addTask(aTask())
      await store.finishPlace('person:ada', 'storage')
      await store.finishPlace('person:ada', 'storage')
      await store.finishPlace('person:ada', 'elsewhere')
      expect(await store.leaseTasks(10, LEASE, NOW)).toMatchObject([{ places: ['matching'] }])
      await store.finishPlace('person:ada', 'matching')
      await store.finishPlace('unknown', 'matching')
      expect(await store.leaseTasks(10, LEASE, NOW + LEASE)).toEqual([])
    })
  })
}
