import { describe, expect, test } from 'vitest'
import { suspicionOf, type Evidence } from './suspicion-of.ts'

/** A source with the same ten offers as in the previous run; a test overrides what it needs. */
function judge(found: Partial<Evidence['found']>, over: Partial<Evidence> = {}): string | undefined {
  const items = found.items ?? 10
  return suspicionOf({
    found: { items, refused: 0, unnamed: 0, given: items, ...found },
    vanished: 0,
    good: { items: 10, refused: 0, unnamed: 0 },
    stored: 10,
    ...over,
  })
}

describe('a source is suspect when it', () => {
  test.each([
    ['is empty', judge({ items: 0 })],
    ['is empty in its first run', judge({ items: 0 }, { good: undefined, stored: 0 })],
    ['has 1 of 10', judge({ items: 1 })],
    ['has 4 of 10', judge({ items: 4 })],
    ['has 10 of 3,000', judge({ items: 10 }, { good: { items: 3_000, refused: 0, unnamed: 0 } })],
    [
      'has 10 when 3,000 are stored, and no run is known',
      judge({ items: 10 }, { good: undefined, stored: 3_000 }),
    ],
    ['has two of ten refused', judge({ refused: 2 })],
    ['has all refused', judge({ refused: 10 })],
    ['has 301 of 3,000 refused', judge({ items: 3_000, refused: 301 })],
    [
      'has an item without a key, while something vanished',
      judge({ refused: 1, unnamed: 1 }, { vanished: 1 }),
    ],
    [
      'has more refused than an operator approved',
      judge({ refused: 5 }, { good: { items: 10, refused: 4, unnamed: 0 } }),
    ],
    [
      'has refused a tenth more than a good run with fewer',
      judge({ items: 600, refused: 100 }, { good: { items: 1_000, refused: 100, unnamed: 0 } }),
    ],
  ])('%s', (_, suspicion) => {
    expect(suspicion).toEqual(expect.any(String))
  })

  test('gives the reason', () => {
    expect(judge({ items: 0 })).toBe('the source has no offers')
    expect(judge({ items: 4 })).toBe('the source has 4 offers, fewer than half of the previous 10')
    expect(judge({ refused: 2 })).toBe('2 of 10 items were refused, more than a tenth')
  })
})

describe('a source is not suspect when it', () => {
  test.each([
    ['has the same', judge({})],
    ['has half', judge({ items: 5 }, { vanished: 5 })],
    ['has other offers', judge({}, { vanished: 10 })],
    ['has many more', judge({ items: 10_000 })],
    ['has something in its first run', judge({ items: 1 }, { good: undefined, stored: 0 })],
    ['has a tenth refused', judge({ refused: 1 })],
    ['has an item without a key, while nothing vanished', judge({ refused: 1, unnamed: 1 })],
    [
      'has one without a key, as in the last good run',
      judge({ refused: 1, unnamed: 1 }, { vanished: 3, good: { items: 10, refused: 1, unnamed: 1 } }),
    ],
    [
      'is empty, as an operator approved',
      judge({ items: 0 }, { good: { items: 0, refused: 0, unnamed: 0 } }),
    ],
    [
      'has as many refused as an operator approved',
      judge({ refused: 4 }, { good: { items: 9, refused: 4, unnamed: 0 } }),
    ],
  ])('%s', (_, suspicion) => {
    expect(suspicion).toBeUndefined()
  })
})
