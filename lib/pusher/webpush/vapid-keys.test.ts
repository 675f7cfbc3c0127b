import { createPublicKey, sign, verify } from 'node:crypto'
import { statSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openVapidKeys } from '#lib/pusher/webpush/vapid-keys.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

test('openVapidKeys() makes a file that only its owner reads, and a key that signs', () => {
  const path = join(temporaryFolder(), 'new/vapid.json')
  const [{ publicKey, privateKey }] = openVapidKeys(path)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(Buffer.from(publicKey, 'base64url')).toHaveLength(65)
  const text = Buffer.from('text')
  expect(verify('sha256', text, createPublicKey(privateKey), sign('sha256', text, privateKey))).toBe(true)
  expect(openVapidKeys(path)[0].publicKey).toBe(publicKey)
})

test('openVapidKeys() reads several keys in the order of the file', () => {
  const paths = ['a', 'b'].map((name) => join(temporaryFolder(), `${name}.json`))
  const made = paths.map((path) => openVapidKeys(path)[0].publicKey)
  const [first, second] = paths.map((path) => JSON.parse(readFileSync(path, 'utf8')).keys[0])
  const both = join(temporaryFolder(), 'both.json')
  writeFileSync(both, JSON.stringify({ version: 1, keys: [first, second] }))
  expect(openVapidKeys(both).map(({ publicKey }) => publicKey)).toEqual(made)
})

test.each([
  ['no JSON', () => 'secret'],
  ['no keys', () => '{"version":1,"keys":[]}'],
  ['another version', (text: string) => text.replace('1', '2')],
  ['halves of two keys', (text: string) => text.replace(/"publicKey":"B\w{4}/u, '"publicKey":"BAAAA')],
])('openVapidKeys() refuses a file with %s, without quoting it', (_, change) => {
  const path = join(temporaryFolder(), 'vapid.json')
  openVapidKeys(path)
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, change(text))
  const secret: unknown = JSON.parse(text).keys[0].privateKey
  try {
    openVapidKeys(path)
    expect.unreachable()
  } catch (error) {
    expect(error).toMatchObject({ name: 'StartError', hint: expect.stringContaining(path) })
    expect(Bun.inspect(error)).not.toContain(secret)
  }
})
