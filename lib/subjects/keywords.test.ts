import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldKeyword, foldKeywords } from '#lib/subjects/keywords.ts'

describe('foldKeyword()', () => {
  test.each([
    ['Fahrräder', 'fahrrader'],
    ['FAHRRADER', 'fahrrader'],
    ['Fahrra\u0308der', 'fahrrader'],
    ['Straße', 'strasse'],
    ['STRASSE', 'strasse'],
    ['GROẞ', 'gross'],
    ['ｂｉｋｅ', 'bike'],
    ['ﬁets', 'fiets'],
    ['İstanbul', 'istanbul'],
    ['  second   hand\t', 'second hand'],
    ['second\u00A0hand', 'second hand'],
    ['#POI', '#poi'],
    ['Ёлка', 'елка'],
    ['   ', ''],
  ])('makes %j %j', (keyword, folded) => {
    expect(foldKeyword(keyword)).toBe(folded)
  })

  test('leaves the vowel signs of other scripts, without which words would be others', () => {
    expect(foldKeyword('हिन्दी')).toBe('हिन्दी'.normalize('NFC'))
    expect(foldKeyword('がっこう')).toBe('がっこう')
    expect(foldKeyword('자전거')).toBe('자전거')
  })

  test('folds what is folded to itself', () => {
    const property = fc.property(fc.string({ unit: 'grapheme' }), (keyword) => {
      const folded = foldKeyword(keyword)
      expect(foldKeyword(folded)).toBe(folded)
    })
    fc.assert(property, { numRuns: 1_000 })
  })

  test('makes no difference between ways to encode a word', () => {
    const property = fc.property(fc.string({ unit: 'grapheme' }), (keyword) => {
      for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'] as const) {
        expect(foldKeyword(keyword.normalize(form))).toBe(foldKeyword(keyword))
      }
    })
    fc.assert(property, { numRuns: 500 })
  })
})

describe('foldKeywords()', () => {
  test('drops doubles and empty ones, and keeps the order', () => {
    expect(foldKeywords(['Rad', 'bike', ' RAD', '', 'Bike '])).toEqual(['rad', 'bike'])
  })

  test('gives what is folded already as it is', () => {
    const property = fc.property(fc.array(fc.string()), (keywords) => {
      const folded = foldKeywords(keywords)
      expect(foldKeywords(folded)).toEqual(folded)
      expect(new Set(folded).size).toBe(folded.length)
    })
    fc.assert(property)
  })
})
