import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutText } from './cut-text.ts'

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
const graphemesOf = (text: string) => Array.from(segmenter.segment(text), ({ segment }) => segment)

const piece = fc.oneof(
  fc.constantFrom(
    '👨‍👩‍👧‍👦',
    '🇩🇪',
    '🏳️‍🌈',
    'e\u0301',
    'क्षि',
    '각',
    '\r\n',
    '👍🏽',
    'a',
    '\u200d',
    '\u{e0067}',
    '\ud800',
  ),
  fc.string({ unit: 'grapheme', maxLength: 3 }),
)
const texts = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''))

describe('cutText()', () => {
  test.each([
    ['Käse', 4, 'Käse'],
    ['Käse', 3, 'Käs'],
    ['Ka\u0308se', 2, 'K'],
    ['👨‍👩‍👧‍👦👍🏽', 14, '👨‍👩‍👧‍👦'],
    ['🇩🇪🇫🇷', 6, '🇩🇪'],
    ['ab😀', 3, 'ab'],
    ['a\r\nb', 2, 'a'],
    ['ab', 0, ''],
  ])('cuts %j to %d units: %j', (text, lengthMax, expected) => {
    expect(cutText(text, lengthMax)).toBe(expected)
  })

  test('returns as many whole graphemes as fit', () => {
    const property = fc.property(texts, fc.nat(40), (text, lengthMax) => {
      const cut = cutText(text, lengthMax)
      expect(cut.length).toBeLessThanOrEqual(lengthMax)
      expect(text.startsWith(cut)).toBe(true)
      const [first = '', ...rest] = graphemesOf(text)
      if (first.length > lengthMax) return
      let fitting = first
      for (const grapheme of rest) {
        if (fitting.length + grapheme.length > lengthMax) break
        fitting += grapheme
      }
      expect(cut).toBe(fitting)
    })
    fc.assert(property, { numRuns: 2_000 })
  })

  test('cuts a grapheme that is longer than the limit, without leaving a lone surrogate', () => {
    const accents = `a${'\u0301'.repeat(10_000)}`
    expect(cutText(accents, 100)).toBe(accents.slice(0, 100))
    const family = '👩‍👩‍👧‍👧'
    expect(cutText(family, 4)).toBe('👩‍')
    expect(cutText('😀', 1)).toBe('')
    expect(cutText(family, 4).isWellFormed()).toBe(true)
  })

  test('does not read beyond the limit', () => {
    // The number of read units limits the work, independent of the rest.
    const text = `${'👨‍👩‍👧'.repeat(5)}${'\u0301'.repeat(1_000_000)}`
    let read = 0
    const watched = Object.assign(Object.create(null) as object, {
      length: text.length,
      slice(from: number, to: number) {
        read += to - from
        return text.slice(from, to)
      },
    }) as unknown as string
    cutText(watched, 20)
    expect(read).toBeLessThan(60)
  })
})
