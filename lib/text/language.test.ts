import { expect, test } from 'vitest'
import { isLanguage, LANGUAGES } from '#lib/text/language.ts'

test('isLanguage() knows each language of our pages', () => {
  expect(LANGUAGES.every(isLanguage)).toBe(true)
})

test.each([
  '',
  'fr',
  'EN',
  'de-AT',
  ' de',
  'de\n',
  '0',
  'length',
  'constructor',
  '__proto__',
  undefined,
  null,
  0,
  ['de'],
])('isLanguage() is false for %j', (value) => {
  expect(isLanguage(value)).toBe(false)
})
