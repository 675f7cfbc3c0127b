import { createLocalJWKSet, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { signPersonToken } from '#lib/auth/tokens.ts'
import { openWorld } from '../open-world.fixture.ts'

test('200: the public key, with which anybody can check a token, and nothing private', async () => {
  const { call, keys } = await openWorld()
  const response = await call('GET /accounts/jwks.json')
  expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'public, max-age=300'])
  const jwks = (await response.json()) as { keys: { d?: string }[] }
  expect(jwks.keys).toHaveLength(1)
  expect(jwks.keys[0]).not.toHaveProperty('d')
  const token = await signPersonToken(keys, { person: 'anna', role: 'person' }, 'storage')
  const { payload } = await jwtVerify(token, createLocalJWKSet(jwks as never), { audience: 'storage' })
  expect(payload.sub).toBe('anna')
})
