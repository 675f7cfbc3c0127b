import { describe, expect, test } from 'vitest'
import { mergeBatches } from './merge-batches.ts'

interface Running {
  readonly items: readonly string[]
  readonly end: (error?: Error) => void
}

/** Merges lists of words; each handling runs until the test ends it. */
function openMerger({ inFlight = 1, sizeMax = 4 } = {}) {
  const running: Running[] = []
  const call = mergeBatches<readonly string[]>({
    handle: (items) =>
      new Promise((resolve, reject) => {
        running.push({ items, end: (error) => (error === undefined ? resolve() : reject(error)) })
      }),
    merge: (batches) => batches.flat(),
    sizeOf: ({ length }) => length,
    inFlight,
    sizeMax,
  })
  return {
    call,
    running,
    end: async (index: number, error?: Error) => {
      running[index]?.end(error)
      // The next handling begins after this one.
      await new Promise((resolve) => setTimeout(resolve, 0))
    },
    handled: () => running.map(({ items }) => items),
  }
}

describe('mergeBatches()', () => {
  test('handles a batch that comes alone at once', async () => {
    const { call, end, handled } = openMerger()
    const done = call(['a'])
    expect(handled()).toEqual([['a']])
    await end(0)
    await expect(done).resolves.toBeUndefined()
  })

  test('handles those that wait as one, and each resolves only then', async () => {
    const { call, end, handled } = openMerger()
    const first = call(['a'])
    const others = [call(['b']), call(['c', 'd'])]
    let resolved = 0
    for (const each of others) void each.then(() => (resolved += 1))
    await end(0)
    await first
    expect(handled()).toEqual([['a'], ['b', 'c', 'd']])
    expect(resolved).toBe(0)
    await end(1)
    expect(resolved).toBe(2)
  })

  test('handles no more than the given number at the same time', async () => {
    const { call, end, handled } = openMerger({ inFlight: 2 })
    const all = [call(['a']), call(['b']), call(['c']), call(['d'])]
    expect(handled()).toEqual([['a'], ['b']])
    await end(1)
    expect(handled()).toEqual([['a'], ['b'], ['c', 'd']])
    await end(0)
    await end(2)
    await Promise.all(all)
    void call(['e'])
    expect(handled().at(-1)).toEqual(['e'])
  })

  test('merges in order up to the size; a larger batch is handled alone', async () => {
    const { call, end, handled } = openMerger()
    const all = [['a'], ['b', 'c'], ['d', 'e'], ['f'], ['1', '2', '3', '4', '5'], ['g']].map(call)
    for (const index of [0, 1, 2, 3, 4]) await end(index)
    await Promise.all(all)
    expect(handled()).toEqual([['a'], ['b', 'c', 'd', 'e'], ['f'], ['1', '2', '3', '4', '5'], ['g']])
  })

  test('handles each by itself when the merged one fails: only the bad one rejects', async () => {
    const { call, end, handled } = openMerger()
    const first = call(['a'])
    const [good, bad, last] = [call(['b']), call(['bad']), call(['c'])]
    const outcomes = Promise.allSettled([good, bad, last])
    await end(0)
    await first
    await end(1, new Error('cannot'))
    await end(2)
    await end(3, new Error('cannot handle "bad"'))
    await end(4)
    expect((await outcomes).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(handled()).toEqual([['a'], ['b', 'bad', 'c'], ['b'], ['bad'], ['c']])
    const next = call(['d'])
    await end(5)
    await expect(next).resolves.toBeUndefined()
  })
})
