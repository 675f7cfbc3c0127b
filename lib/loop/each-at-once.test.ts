import { describe, expect, test } from 'vitest'
import { eachAtOnce } from './each-at-once.ts'

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
