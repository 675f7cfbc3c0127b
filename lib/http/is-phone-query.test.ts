import { expect, test } from 'vitest'
import { isPhoneQuery } from '#lib/http/is-phone-query.ts'

test.each([
  [['id', 'lat', 'lon'], true],
  [['deviceid', 'location'], true],
  [['dk', 'lat', 'lon'], true],
  [['id', 'timestamp', 'cell'], true],
  [['id'], false],
  [['lat', 'lon'], false],
  [['id', 'timestamp'], false],
  [[], false],
])('the fields %j: %s', (names, isPhone) => {
  expect(isPhoneQuery(names)).toBe(isPhone)
})
