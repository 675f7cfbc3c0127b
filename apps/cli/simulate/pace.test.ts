import { describe, expect, test } from 'vitest'
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
