import { expect, test } from 'vitest'
import { readOrigin } from './read-origin.ts'

test.each([
  ['https://shop.example', 'https://shop.example'],
  ['https://Shop.Example:443', 'https://shop.example'],
  ['https://shop.example:8443', 'https://shop.example:8443'],
  ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ['https://[2001:db8::1]:8443', 'https://[2001:db8::1]:8443'],
  ['http://localhost:5173', 'http://localhost:5173'],
  ['http://127.0.0.1', 'http://127.0.0.1'],
  ['http://[::1]:80', 'http://[::1]'],
  ['*', '*'],
])('%s is the origin %s', (text, origin) => {
  expect(readOrigin(text)).toBe(origin)
})

test.each([
  '',
  'null',
  'shop.example',
  '//shop.example',
  'https:shop.example',
  'https://',
  'https://shop.example/',
  'https://shop.example?a',
  'https://shop.example#a',
  'https://ada@shop.example',
  'https://shop.example\\@evil.example',
  'https://*.shop.example',
  'https://*',
  'https://shop.example https://evil.example',
  'https://shop.example,https://evil.example',
  'https://shop.example:99999',
  'http://shop.example',
  'http://localhost.evil.example',
  'ftp://shop.example',
  'javascript:alert(1)',
  'file:///',
  '**',
])('%j is no origin', (text) => {
  expect(readOrigin(text)).toBeUndefined()
})
