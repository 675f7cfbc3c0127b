import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { readKeyFile } from '#lib/auth/read-key-file.ts'
import { removeKey } from '#lib/auth/remove-key.ts'
import { rotateKeys } from '#lib/auth/rotate-keys.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { authSecret } from './auth-secret.ts'

test('the secret is the same for all processes with the same key file, and differs for other key files', async () => {
  const [path, other] = [join(temporaryFolder(), 'keys.json'), join(temporaryFolder(), 'keys.json')]
  const secret = await authSecret(await openKeyRing(path))
  expect(secret).toMatch(/^[\w-]{43}$/u)
  expect(await authSecret(await openKeyRing(path))).toBe(secret)
  expect(await authSecret(await openKeyRing(other))).not.toBe(secret)
})

test('the secret survives rotations, and changes when the first key is removed', async () => {
  const path = join(temporaryFolder(), 'keys.json')
  const secret = await authSecret(await openKeyRing(path))
  await rotateKeys(path)
  await rotateKeys(path)
  expect(await authSecret(await openKeyRing(path))).toBe(secret)
  expect(await removeKey(path, (await readKeyFile(path))?.accounts[0]?.kid ?? '')).toBe('removed')
  expect(await authSecret(await openKeyRing(path))).not.toBe(secret)
})
