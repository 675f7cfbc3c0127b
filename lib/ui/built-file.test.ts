import { expect, test } from 'vitest'
import { plainName } from '#lib/ui/built-file.ts'

test.each([
  ['live-k2x9a8bc.js', 'live.js'],
  ['reset-password-00000000.css', 'reset-password.css'],
  ['a1-deadbeef.svg', 'a1.svg'],
])('plainName(%j) is %j', (hashedName, name) => {
  expect(plainName(hashedName)).toBe(name)
})

test.each([
  '',
  'live.js',
  'live-k2x9a8b.js',
  'live-k2x9a8bcd.js',
  'live-K2X9A8BC.js',
  'live-k2x9a8bc',
  'live-k2x9a8bc.js.map',
  'live-k2x9a8bc.js\n',
  'live-k2x9a8bc.js\0',
  '../live-k2x9a8bc.js',
  'x/live-k2x9a8bc.js',
  '.live-k2x9a8bc.js',
  '-k2x9a8bc.js',
  '__proto__-k2x9a8bc.js',
  'live-k2x9a8bc.js.0199f0a2-7c3e-7000-8000-000000000000',
])('plainName(%j) is undefined', (hashedName) => {
  expect(plainName(hashedName)).toBeUndefined()
})
