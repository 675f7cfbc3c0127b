import { describe, expect, test } from 'vitest'
import { eachAtOnce } from './each-at-once.ts'
import { pace } from './pace.ts'

const signal = new AbortController().signal

describe('pace()', () => {
  test('runs the items in order, as often as the duration allows', async () => {
    const turns: string[] = []
    await pace({
      items: ['a', 'b'],
      intervalMs: 20,
      durationMs: 60,
      atOnceMax: 4,
      signal,
      work: async (item) => {
        turns.push(item)
      },
    })
    expect(turns.slice(0, 2)).toEqual(['a', 'b'])
    expect(turns.length).toBeLessThanOrEqual(6)
    expect(turns).toEqual(turns.map((_, index) => (index % 2 === 0 ? 'a' : 'b')))
  })

  test('never exceeds atOnceMax, and falls behind instead', async () => {
    let working = 0
    let most = 0
    let turns = 0
    await pace({
      items: ['a'],
      intervalMs: 0.01,
      durationMs: 100,
      atOnceMax: 3,
      signal,
      async work() {
        working += 1
        turns += 1
        most = Math.max(most, working)
        await new Promise((resolve) => setTimeout(resolve, 10))
        working -= 1
      },
    })
    expect(most).toBe(3)
    expect(turns).toBeLessThan(100)
    expect(working).toBe(0)
  })

  test('ends at once without items', async () => {
    await pace({
      items: [],
      intervalMs: 10,
      durationMs: Infinity,
      atOnceMax: 1,
      signal,
      work: async () => {},
    })
  })

  test('ends when the signal aborts', async () => {
    const stopping = new AbortController()
    let turns = 0
    await pace({
      items: ['a'],
      intervalMs: 1,
      durationMs: Infinity,
      atOnceMax: 1,
      signal: stopping.signal,
      async work() {
        turns += 1
        if (turns === 5) stopping.abort()
      },
    })
    expect(turns).toBe(5)
  })
})

describe('eachAtOnce()', () => {
  test('does each item once, a limited number at a time', async () => {
    let working = 0
    let most = 0
    const done: number[] = []
    await eachAtOnce([1, 2, 3, 4, 5], { atOnce: 2 }, async (item) => {
      working += 1
      most = Math.max(most, working)
      await Promise.resolve()
      working -= 1
      done.push(item)
    })
    expect(done.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5])
    expect(most).toBe(2)
  })

  test('after a failure starts no more items, and rejects when all started work has ended', async () => {
    const ended: number[] = []
    const slow = Promise.withResolvers<void>()
    const all = eachAtOnce([1, 2, 3], { atOnce: 2 }, async (item) => {
      if (item === 1) {
        // The other item continues only after this one has failed.
        queueMicrotask(() => queueMicrotask(slow.resolve))
        throw new Error('broken')
      }
      await slow.promise
      ended.push(item)
    })
    await expect(all).rejects.toThrow('broken')
    expect(ended).toEqual([2])
  })
})
