import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openKeyRing, type KeyRing } from '#lib/auth/key-file.ts'
import { rotateKeys } from '#lib/auth/rotate-keys.ts'
import { signPersonToken } from '#lib/auth/tokens.ts'
import { createApp } from '#lib/http/create-app.ts'
import { defineApi } from '#lib/http/define-api.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { openWorld } from '../open-world.fixture.ts'
import { jwksGet } from './jwks-get.ts'

test('200: the public keys, which check a token, without private parts', async () => {
  const { call, keys } = await openWorld()
  const response = await call('GET /accounts/jwks.json')
  expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'public, max-age=60'])
  const { keys: published } = (await response.json()) as { keys: (JsonWebKey & { kid?: string })[] }
  expect(published).toHaveLength(1)
  const [{ kty, crv, x, ...rest } = {}] = published
  expect(rest).toEqual({ alg: 'EdDSA', use: 'sig', kid: (await keys.accounts.signer()).kid })

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

test('200: after a rotation the new key is listed beside the old one', async () => {
  const path = join(temporaryFolder(), 'keys.json')
  await openKeyRing(path)
  const rotation = await rotateKeys(path)
  const keys = await openKeyRing(path)
  const identifier = { keys, audience: 'accounts', adminPassword: '' }
  const api = defineApi<{ keys: KeyRing }>({ station: 'accounts', routes: [jwksGet] })
  const app = createApp(api, { identifier, log: quietLog, metrics: openMetrics() }, { keys })
  const response = await app.request('/accounts/jwks.json')
  const { kid } = await keys.accounts.signer()
  expect(await response.json()).toEqual({
    keys: [kid, rotation.accounts].map((id) => ({
      kid: id,
      kty: 'OKP',
      crv: 'Ed25519',
      alg: 'EdDSA',
      use: 'sig',
      x: expect.stringMatching(/^[\w-]{43}$/u) as string,
    })),
  })
})
