import { expect, test } from 'vitest'
import { retryAfterMs } from './retry-after-ms.ts'

const NOW = Date.parse('2026-11-06T08:49:07Z')

test.each([
  ['1', 1_000],
  ['3600', 3_600_000],
  ['Fri, 06 Nov 2026 08:49:37 GMT', 30_000],
  ['Friday, 06-Nov-26 08:49:37 GMT', 30_000],
  ['Fri Nov  6 08:49:37 2026', 30_000],
])('"%s" is a wait of %i ms', (header, ms) => {
  expect(retryAfterMs(header, NOW)).toBe(ms)
})

test.each(['3601', '9'.repeat(400), 'Fri, 06 Nov 2099 08:49:37 GMT'])(
  '"%s" is a wait of an hour',
  (header) => {
    expect(retryAfterMs(header, NOW)).toBe(3_600_000)
  },
)

test.each([
  '',
  '0',
  '-5',
  '+5',
  '2500.5',
  '1e3',
  'soon',
  '7s',
  'in 2099',
  'Fri, 06 Nov 2026 08:49:07 GMT',
  'Fri, 06 Nov 2026 08:48:37 GMT',
  'Fri, 99 Nov 2026 08:49:37 GMT',
])('"%s" gives undefined', (header) => {
  expect(retryAfterMs(header, NOW)).toBeUndefined()
})
