import { expect, test } from 'vitest'
import { hasLink } from '#lib/trust/has-link.ts'

test.each([
  'http://x',
  'HTTPS://EXAMPLE.COM',
  'see example.de',
  'anna@example.org',
  'www.example',
  'mailto:anna',
  'bit.ly/abc',
  't.me/anna',
  'exa\u200Bmple\u200D.c\u00ADom',
  'example．com',
  'example。com',
  'ｅｘａｍｐｌｅ.ｃｏｍ',
  'ftp://a',
])('%j holds a link', (text) => {
  expect(hasLink(text)).toBe(true)
})

test.each([
  '',
  'Is it still there?',
  'I like.it a lot',
  'gerne.So um 10.30 Uhr',
  'It costs 5.99 €.Also cash',
  'z.B. am Bahnhof',
  'fahrrad.community',
  '. com',
])('%j holds none', (text) => {
  expect(hasLink(text)).toBe(false)
})
