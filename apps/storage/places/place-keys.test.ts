import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeKeys } from './place-keys.ts'

test.each([
  ['München', 'Muenchen'],
  ['MÜNCHEN', 'munchen'],
  ['Mu\u0308nchen', 'München'],
  ['Köln', 'koeln'],
  ['Weißenfels', 'Weissenfels'],
  ['Århus', 'Aarhus'],
  ['København', 'Koebenhavn'],
  ['Łódź', 'Lodz'],
  ['Sankt Pölten', 'St. Pölten'],
  ['Frankfurt (Oder)', 'frankfurt oder'],
  ['Halle/Saale', 'Halle Saale'],
  ["'s-Hertogenbosch", 's hertogenbosch'],
])('%s is also found as %s', (name, written) => {
  expect(placeKeys(name)).toEqual(expect.arrayContaining(placeKeys(written).slice(0, 1)))
})

test.each(['', ' ', '🙂', '🙂🙂', '…', '\u0000', '\u200b', ' - '])('%j has no key', (text) => {
  expect(placeKeys(text)).toEqual([])
})

test('names that differ have different keys', () => {
  expect(placeKeys('Neuenkirchen')).not.toEqual(expect.arrayContaining(placeKeys('Neunkirchen')))
})

test('any text has keys of letters, digits and single spaces, and a key is its own key', () => {
  const character = fc.oneof(fc.integer({ min: 0, max: 0x24_f }), fc.integer({ min: 0, max: 0x10_ff_ff }))
  fc.assert(
    fc.property(fc.array(character, { maxLength: 30 }), (characters) => {
      for (const key of placeKeys(String.fromCodePoint(...characters))) {
        expect(key).toMatch(/^[\p{L}\p{M}\p{N}]+(?: [\p{L}\p{M}\p{N}]+)*$/u)
        expect(placeKeys(key)).toContain(key)
      }
    }),
  )
})
