import { importJWK, type CryptoKey, type JWK } from 'jose'
import type { KeyTimes } from '#lib/auth/find-signing-key.ts'
import type { StoredKey } from '#lib/auth/read-key-file.ts'

/** A key pair: the private half signs, the public half verifies. */
export interface KeyPair extends KeyTimes {
  readonly privateKey: CryptoKey
  readonly publicKey: CryptoKey
  /** The public half, for publication. */
  readonly publicJwk: JWK
}

/** Imports stored keys, ready to sign and verify. */
export function importKeys(keys: readonly StoredKey[]): Promise<readonly KeyPair[]> {
  return Promise.all(keys.map(importPair))
}

async function importPair({ kty, crv, x, d, kid, created, retired }: StoredKey): Promise<KeyPair> {
  const publicJwk: JWK = { kty, crv, x, kid, alg: 'EdDSA', use: 'sig' }
  return {
    kid,
    created,
    retired,
    privateKey: await importOne({ kty, crv, x, d }),
    publicKey: await importOne(publicJwk),
    publicJwk,
  }
}

async function importOne(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, 'EdDSA')
  if (key instanceof Uint8Array) throw new TypeError('Cannot import key: it is symmetric')
  return key
}
