import { expect, test } from 'vitest'
import { preferredLanguage } from './preferred-language.ts'

test.each([
  ['', 'en'],
  ['de', 'de'],
  ['fr, de-AT;q=0.8, en;q=0.5', 'de'],
  ['en-GB, de', 'en'],
  ['de;q=0.3, en;q=0.4', 'en'],
  ['en;q=0, de;q=0.1', 'de'],
  ['deu, x;q=x', 'en'],
  ['DE-de ; q = 0.9 , en;q=0.8', 'de'],
  [`de${' '.repeat(15_000)}`, 'de'],
  [`${' '.repeat(15_000)}de`, 'en'],
  [',;="'.repeat(4_000), 'en'],
])('preferredLanguage() of "%.40s" is %s', (header, language) => {
  expect(preferredLanguage(header)).toBe(language)
})
