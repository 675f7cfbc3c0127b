import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LANGUAGES, type Language } from '#lib/subjects/choices.ts'
import { queryTerms, subjectTerms, textTerms } from '#lib/subjects/text-terms.ts'

/** True when a query finds a text: it has one term of each group. */
function finds(q: string, text: string, language?: Language): boolean {
  const terms = new Set(textTerms(text, language))
  const groups = queryTerms(q)
  return groups.length > 0 && groups.every((group) => group.some((term) => terms.has(term)))
}

describe('a query', () => {
  test.each([
    ['Fahrrad', 'Blaue Fahrräder, kaum gefahren'],
    ['blaues Fahrrad', 'Blaue Fahrräder, kaum gefahren'],
    ['FAHRRADER', 'ein fahr\u00adrad'],
    ['verkaufen', 'verkaufe mein Rad'],
    ['Autos', 'ein Auto'],
    ['Häuser', 'Haus'],
    ['Strasse', 'Straße'],
    ['repairs', 'repairing and repaired'],
    ['goose', 'two geese'],
    ["bike's", 'bikes'],
    ['10115 berlin', 'in 10115 Berlin'],
    ['دراجة', 'شراء دراجة'],
    ['cafe\u0301', 'Café'],
  ])('"%s" finds "%s"', (q, text) => {
    expect(finds(q, text)).toBe(true)
  })

  test.each([
    ['Fahrrad', 'Fahrer gesucht'],
    ['blaues Fahrrad', 'rotes Fahrrad'],
    ['bike', 'Lampe'],
    ['!', 'Bike!'],
  ])('"%s" does not find "%s"', (q, text) => {
    expect(finds(q, text)).toBe(false)
  })

  test('without the most frequent words, unless it has no others', () => {
    expect(queryTerms('the bike und ein car')).toEqual([['bik', 'bike'], ['car']])
    expect(queryTerms('the')).toEqual([['the']])
    expect(finds('man', 'a man and a dog', 'en')).toBe(true)
  })

  test('of a word of a text finds the text, whatever its language', () => {
    // No frequent word begins so.
    const word = fc.stringMatching(/^zq[a-zäöüßéA-ZÄÖÜ0-9]{0,70}$/u)
    const property = fc.property(
      fc.array(word, { minLength: 1, maxLength: 9 }),
      fc.constantFrom(undefined, ...LANGUAGES),
      (words, language) => {
        for (const each of words) expect(finds(each, words.join(', '), language)).toBe(true)
        expect(finds(words.join(' '), words.join('-'), language)).toBe(true)
      },
    )
    fc.assert(property, { numRuns: 200 })
  })

  test.each([
    ['a combining mark before a word', '\u1ab0 \u2c00'],
    ['a combining mark before a frequent word', '\u1ab0 the'],
    ['a letter that is not seen before a word', '\u3164 bike'],
  ])('with %s finds its own text', (_kind, text) => {
    expect(finds(text, text, 'de')).toBe(true)
  })

  test('of any text is read', () => {
    const property = fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(finds(text, text)).toBe(queryTerms(text).length > 0 && textTerms(text).length > 0)
    })
    fc.assert(property, { numRuns: 200 })
  })
})

test('a subject has at most 1,000 terms, those of its title and keywords first, and none is long', () => {
  const text = Array.from({ length: 1_200 }, (_, place) => place.toString(36)).join(' ')
  const terms = subjectTerms({ title: 'Bike', keywords: ['Zug'], place: 'Ulm', text, language: undefined })
  expect(terms).toHaveLength(1_000)
  expect(terms.slice(0, 4)).toEqual(['bik', 'bike', 'zug', 'ulm'])
  expect(textTerms('x'.repeat(5_000)).map(({ length }) => length)).toEqual([64])
  expect(finds('x'.repeat(70), 'x'.repeat(5_000))).toBe(true)
})

test('what has no letter or digit has no term', () => {
  for (const text of ['', '🚲🚲', '\u0000\u200b', '--- !', '\u{1f1e9}\u{1f1ea}'])
    expect(textTerms(text)).toEqual([])
})
