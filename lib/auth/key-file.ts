import { codeOf } from '#lib/errors/code-of.ts'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose'
import { z } from 'zod'
import { StartError } from '#lib/errors/start-error.ts'
import { messageOf } from '#lib/errors/message-of.ts'

/** The two key pairs of a platform (Ed25519, RFC 8037): accounts vouches for people and devices, services for themselves. */
export interface KeyRing {
  readonly accounts: KeyPair
  readonly services: KeyPair
}

/** Signs with the one, checks with the other. */
export interface KeyPair {
  readonly privateKey: CryptoKey
  readonly publicKey: CryptoKey
  /** The public half, for publication. */
  readonly publicJwk: JWK
}

const keyFileSchema = z.object({
  version: z.literal(1),
  accounts: z.looseObject({}),
  services: z.looseObject({}),
})

/**
 * Reads the key file, or makes it (mode 600) when there is none; of several processes that make it at once, one wins and
 * all use its keys.
 *
 * @throws {StartError} when it cannot be read or written, or is no key file.
 */
export async function openKeyRing(path: string): Promise<KeyRing> {
  const text = readOptional(path) ?? (await makeKeyFile(path))
  try {
    const { accounts, services } = keyFileSchema.parse(JSON.parse(text))
    return { accounts: await importPair(accounts), services: await importPair(services) }
  } catch (error) {
    throw new StartError(`Cannot read key file "${path}": it is no key file`, hintFor(path), { cause: error })
  }
}

function readOptional(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw new StartError(`Cannot read key file "${path}": ${messageOf(error)}`, hintFor(path), {
      cause: error,
    })
  }
}

async function makeKeyFile(path: string): Promise<string> {
  const file = JSON.stringify({
    version: 1,
    accounts: await newPrivateJwk(),
    services: await newPrivateJwk(),
  })
  const draft = `${path}.${crypto.randomUUID()}`
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(draft, file, { mode: 0o600, flush: true })
    // A link fails where the name is taken: the first process wins, and readers never see half a file.
    linkSync(draft, path)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') {
      throw new StartError(`Cannot write key file "${path}": ${messageOf(error)}`, hintFor(path), {
        cause: error,
      })
    }
  } finally {
    rmSync(draft, { force: true })
  }
  return readFileSync(path, 'utf8')
}

async function newPrivateJwk(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true })
  return exportJWK(privateKey)
}

async function importPair(jwk: JWK): Promise<KeyPair> {
  const { kty, crv, x, d } = jwk
  if (kty !== 'OKP' || crv !== 'Ed25519' || x === undefined || d === undefined) {
    throw new TypeError('Cannot import key: it is not a private Ed25519 key')
  }
  const publicJwk: JWK = { kty, crv, x, alg: 'EdDSA', use: 'sig' }
  return { privateKey: await importOne({ kty, crv, x, d }), publicKey: await importOne(publicJwk), publicJwk }
}

async function importOne(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, 'EdDSA')
  if (key instanceof Uint8Array) throw new TypeError('Cannot import key: it is symmetric')
  return key
}

function hintFor(path: string): string {
  return `Put back "${path}" from a backup, or move it away: then new keys are made, and every device key and token given out before is void.`
}
