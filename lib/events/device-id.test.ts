import { expect, test } from 'vitest'
import { DEVICE_ID_LENGTH_MAX, isDeviceId } from '#lib/events/device-id.ts'

test.each(['phone-1', '019a0000-0000-7000-8000-000000000001', 'Käthes Händy', '00', 'nullable', '📱', '1'])(
  '"%s" can name one device',
  (text) => {
    expect(isDeviceId(text)).toBe(true)
  },
)

test.each([
  '',
  ' ',
  '\u200b',
  ' \u00ad\ufeff ',
  '\u2800',
  '\u3164',
  '\u{e0001}',
  '.',
  '..',
  '\ud800',
  'a\udfff',
  'null',
  'NULL',
  ' Undefined ',
  '[object Object]',
  '0',
  'a\nb',
  'a\u0000',
  'a\u009fb',
])('%j cannot', (text) => {
  expect(isDeviceId(text)).toBe(false)
})

test('an id is at most 200 characters long', () => {
  expect(isDeviceId('x'.repeat(DEVICE_ID_LENGTH_MAX))).toBe(true)
  expect(isDeviceId('x'.repeat(DEVICE_ID_LENGTH_MAX + 1))).toBe(false)
})
