import { expect, test } from 'vitest'
import { signPersonToken } from '#lib/auth/tokens.ts'
import { openWorld } from '../open-world.fixture.ts'

test('200: the public key, with which anybody can check a token, and nothing private', async () => {
  const { call, keys } = await openWorld()
  const response = await call('GET /accounts/jwks.json')
  expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'public, max-age=300'])
  const { keys: published } = (await response.json()) as { keys: JsonWebKey[] }
  expect(published).toHaveLength(1)
  const [{ kty, crv, x, ...rest } = {}] = published
  expect(rest).toEqual({ alg: 'EdDSA', use: 'sig' })

  const token = await signPersonToken(keys, { person: 'anna', role: 'person' }, 'storage')
  const [header = '', payload = '', signature = ''] = token.split('.')
  const key = await crypto.subtle.importKey('jwk', { kty, crv, x } as JsonWebKey, 'Ed25519', false, [
    'verify',
  ])
  const isSigned = (text: string) =>
    crypto.subtle.verify('Ed25519', key, Buffer.from(signature, 'base64url'), Buffer.from(text))
  expect(await isSigned(`${header}.${payload}`)).toBe(true)
  expect(await isSigned(`${header}.${payload}x`)).toBe(false)
})
