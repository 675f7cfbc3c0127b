import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { signDeviceKey, signServiceToken } from '#lib/auth/tokens.ts'
import { hideKeys, mayHoldKey } from '#lib/privacy/hide-keys.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const WRITE_KEY = `wk_${'aB3-_x'.repeat(6).slice(0, 32)}`

const keys = await openKeyRing(join(temporaryFolder(), 'keys.json'))
const deviceKey = await signDeviceKey(keys, { device: 'phone-1', person: 'anna', keyId: 'key-1' })

test.each([
  ['a field', (key: string) => `{"dk":"${key}","a":1}`, '{"dk":"***","a":1}'],
  [
    'a nested field with another name',
    (key: string) => `{"a":[{"b":"x ${key} y"}]}`,
    '{"a":[{"b":"x *** y"}]}',
  ],
  ['a form', (key: string) => `id=1&DK=${key}&a=1`, 'id=1&DK=***&a=1'],
  ['text that is not JSON', (key: string) => `{'dk':'${key}','a`, "{'dk':'***','a"],
  ['an escaped field', (key: string) => `q=%7B%22dk%22%3A%22${key}%22%7D`, 'q=%7B%22dk%22%3A%22***%22%7D'],
  ['a header', (key: string) => `Bearer ${key}`, 'Bearer ***'],
  ['two keys', (key: string) => `${key} ${key}.`, '*** ***.'],
  ['after a token of another kind', (key: string) => `a.eyJ9.b ${key}`, 'a.eyJ9.b ***'],
])('a key is hidden: %s', (_, write, hidden) => {
  for (const key of [deviceKey, WRITE_KEY]) {
    expect(mayHoldKey(write(key))).toBe(true)
    expect(hideKeys(write(key))).toBe(hidden)
  }
})

test('text that only resembles a key stays', async () => {
  const token = await signServiceToken(keys, 'storage', 'tracker')
  for (const text of [
    token,
    'wk_',
    'wk_short',
    'a.eyJhIjoxfQ.b',
    '.eyJ',
    deviceKey.slice(0, deviceKey.lastIndexOf('.')),
  ]) {
    expect(hideKeys(text)).toBe(text)
  }
})

test('a key that was cut off is hidden completely too', () => {
  expect(hideKeys(`{"dk":"${deviceKey.slice(0, -3)}`)).toBe('{"dk":"***')
})
