import { expect, test } from 'vitest'
import { idIn } from './id-in.ts'

test.each([
  ['o-1', 'o-1'],
  [' o-1\n', 'o-1'],
  ['/store/offers/o-1', 'o-1'],
  ['/store/offers/o-1/', 'o-1'],
  ['http://127.0.0.1:5123/store/searches/s-1?format=json#matches', 's-1'],
  ['', ''],
  [' / ', ''],
])('%j holds the id %j', (written, id) => {
  expect(idIn(written)).toBe(id)
})
