import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { LANGUAGES } from '#lib/text/language.ts'
import { languageOf } from '#lib/ui/language-of.ts'

test.each([
  [{}, 'en'],
  [{ 'accept-language': 'de-AT, en;q=0.5' }, 'de'],
  [{ 'accept-language': 'en, de;q=0.5' }, 'en'],
  [{ 'accept-language': 'fr' }, 'en'],
  [{ 'accept-language': 'fr, de;q=0' }, 'en'],
  [{ 'accept-language': 'de-AT', cookie: 'language=en' }, 'en'],
  [{ cookie: 'push.session_token=a.b%3D; language=de; other=1' }, 'de'],
  // A cookie with another value is none of ours.
  [{ 'accept-language': 'de', cookie: 'language=fr' }, 'de'],
  [{ 'accept-language': 'de', cookie: 'language=' }, 'de'],
  [{ 'accept-language': 'de', cookie: 'language=constructor' }, 'de'],
  [{ 'accept-language': 'de', cookie: 'languages=en; my-language=en' }, 'de'],
] as const)('languageOf(%j) is %s', (headers, language) => {
  expect(languageOf(new Headers(headers))).toBe(language)
})

test('languageOf() reads no more of the cookies than a browser sends', () => {
  const headers = { cookie: `${'x'.repeat(20_000)}=1; language=de` }
  expect(languageOf(new Headers(headers))).toBe('en')
})

test('languageOf() gives one of our languages for any headers', () => {
  const text = fc.string({ unit: 'binary-ascii' }).map((value) => value.replaceAll(/[^\u0020-\u007E]/gu, ''))
  fc.assert(
    fc.property(text, text, (cookie, accepted) => {
      const headers = new Headers({ cookie: `language=${cookie}`, 'accept-language': accepted })
      expect(LANGUAGES).toContain(languageOf(headers))
    }),
  )
})
