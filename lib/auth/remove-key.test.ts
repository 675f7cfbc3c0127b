import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ageKeys } from '#lib/auth/age-keys.fixture.ts'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { removeKey } from '#lib/auth/remove-key.ts'
import { rotateKeys } from '#lib/auth/rotate-keys.ts'
import { signServiceToken, verifyServiceToken } from '#lib/auth/tokens.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

async function aKeyFile() {
  const path = join(temporaryFolder(), 'keys.json')
  const keys = await openKeyRing(path)
  return { path, keys, kid: (await keys.services.signer()).kid }
}

test('removeKey() makes invalid what the key signed; the new key signs at once, because it is alone', async () => {
  const { path, keys, kid } = await aKeyFile()
  const token = await signServiceToken(keys, 'matching', 'storage')
  const { services } = await rotateKeys(path)
  expect(await removeKey(path, kid)).toBe('removed')
  const after = await openKeyRing(path)
  expect(await verifyServiceToken(after, token, 'storage')).toBeUndefined()
  expect((await after.services.signer()).kid).toBe(services)
})

test('only the key of its kind is removed, that of the other kind stays', async () => {
  const { path, keys, kid } = await aKeyFile()
  await rotateKeys(path)
  await removeKey(path, kid)
  const after = await openKeyRing(path)
  expect(await after.accounts.publicJwks()).toHaveLength(2)
  expect((await after.accounts.first()).kid).toBe((await keys.accounts.first()).kid)
})

test('the only key stays, and so does the only one that is not retired', async () => {
  const { path, kid } = await aKeyFile()
  expect(await removeKey(path, kid)).toBe('needed')
  const { services } = await rotateKeys(path)
  await ageKeys(path)
  const before = readFileSync(path, 'utf8')
  expect(await removeKey(path, services)).toBe('needed')
  expect(readFileSync(path, 'utf8')).toBe(before)
})

test('a key that does not sign yet can be removed', async () => {
  const { path, kid } = await aKeyFile()
  const { services } = await rotateKeys(path)
  expect(await removeKey(path, services)).toBe('removed')
  expect((await (await openKeyRing(path)).services.signer()).kid).toBe(kid)
})

test.each(['', 'no-such-key', '../keys.json', '__proto__'])('there is no key "%s"', async (kid) => {
  const { path } = await aKeyFile()
  const before = readFileSync(path, 'utf8')
  expect(await removeKey(path, kid)).toBe('unknown')
  expect(readFileSync(path, 'utf8')).toBe(before)
})
