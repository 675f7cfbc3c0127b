import { describe, expect, test } from 'vitest'
import { keysOf, matchingKeys } from './matching-keys.ts'
import { LANGUAGES } from './choices.ts'
import { WORD_PAIRS } from './word-pairs.ts'

const meet = (a: string, b: string, language?: 'de' | 'en') =>
  keysOf(a, language).some((key) => keysOf(b, language).includes(key))

test('there are 60 pairs of each kind', () => {
  const all = (kind: 'meet' | 'stayApart') => [...WORD_PAIRS.de[kind], ...WORD_PAIRS.en[kind]]
  expect(all('meet').length).toBeGreaterThanOrEqual(60)
  expect(all('stayApart').length).toBeGreaterThanOrEqual(60)
  const pairs = [...all('meet'), ...all('stayApart')].map((pair) => pair.join(' '))
  expect(new Set(pairs).size).toBe(pairs.length)
})

describe.each(LANGUAGES)('words of %s', (language) => {
  test.each(WORD_PAIRS[language].meet)('%s meets %s, whichever language is said', (a, b) => {
    expect([meet(a, b), meet(b, a), meet(a, b, language), meet(b.toUpperCase(), a)]).toEqual([
      true,
      true,
      true,
      true,
    ])
  })

  test.each(WORD_PAIRS[language].stayApart)('%s does not meet %s', (a, b) => {
    expect([meet(a, b), meet(b, a), meet(a, b, language)]).toEqual([false, false, false])
  })
})

describe('keysOf()', () => {
  test.each([
    ['Fahrräder', ['fahrrader', 'fahrrad']],
    ['FAHRRÄDER', ['fahrrader', 'fahrrad']],
    ['Fahrraeder', ['fahrraeder', 'fahrrad']],
    ['bikes', ['bikes', 'bike']],
    ['#bikes', ['#bikes', '#bike']],
    ['lost cats', ['lost cats', 'lost cat']],
    ['E-Bikes', ['e-bikes', 'e-bike']],
    ['自転車', ['自転車']],
    ['велосипеды', ['велосипеды']],
    ['C++', ['c++']],
    ['-', []],
    ['', []],
  ])('of %s are %j', (keyword, keys) => {
    expect(keysOf(keyword)).toEqual(keys)
  })

  test('are few, however long a keyword is', () => {
    for (const word of ['Tischen ', 'Wohnungen ', 'a ', 'Katzen-', 'axes ', 'cookies-', 'leaves Tischen ']) {
      expect(keysOf(word.repeat(1_000)).length).toBeLessThanOrEqual(5)
    }
  })

  test('of a language that is said are by its rules alone', () => {
    expect(keysOf('children', 'en')).toEqual(['children', 'child'])
    expect(keysOf('children', 'de')).toEqual(['children'])
    expect(keysOf('Katzen', 'en')).toEqual(['katzen'])
  })

  test('are all singulars of a plural that has several, also in a keyword of several words', () => {
    expect(keysOf('leaves', 'en')).toEqual(['leaves', 'leaf', 'leave'])
    expect(keysOf('axes', 'en')).toEqual(['axes', 'axe', 'axis', 'ax'])
    expect(keysOf('chocolate cookies', 'en')).toEqual([
      'chocolate cookies',
      'chocolate cooky',
      'chocolate cookie',
    ])
    expect(meet('chocolate cookie', 'Chocolate Cookies')).toBe(true)
  })
})

test('matchingKeys() are those of all keywords, each once, and one keyword kept by an older version has its own', () => {
  expect(matchingKeys({ keywords: ['Fahrräder', 'fahrrad', 'Bike'] })).toEqual([
    'fahrrader',
    'fahrrad',
    'bike',
  ])
  // Kept folded: ä has become a.
  expect(matchingKeys({ keywords: ['fahrrader'] })).toEqual(['fahrrader', 'fahrrad'])
})
