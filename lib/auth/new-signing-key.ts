import { exportJWK, generateKeyPair } from 'jose'
import { thumbprintOf, type StoredKey } from '#lib/auth/read-key-file.ts'

/** A new private Ed25519 key, made now. */
export async function newSigningKey(): Promise<StoredKey> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true })
  const { x, d } = await exportJWK(privateKey)
  if (x === undefined || d === undefined) throw new TypeError('Cannot make a key: it has no private half')
  const pair = { kty: 'OKP', crv: 'Ed25519', x, d } as const
  return { ...pair, kid: await thumbprintOf(pair), created: new Date().toISOString() }
}
