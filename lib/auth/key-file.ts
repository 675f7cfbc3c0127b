import { statSync } from 'node:fs'
import type { CryptoKey, JWK } from 'jose'
import { findSigningKey } from '#lib/auth/find-signing-key.ts'
import { importKeys, type KeyPair } from '#lib/auth/import-keys.ts'
import { makeKeyFile } from '#lib/auth/make-key-file.ts'
import { keyFileHint, readKeyFile } from '#lib/auth/read-key-file.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { StartError } from '#lib/errors/start-error.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** The keys of a platform (Ed25519, RFC 8037): accounts signs for people and devices, services sign for themselves. */
export interface KeyRing {
  readonly accounts: KeySet
  readonly services: KeySet
}

/** Keys for one purpose, as the key file has them now. */
export interface KeySet {
  /** The key that signs now. */
  signer(): Promise<Pick<KeyPair, 'kid' | 'privateKey'>>
  /** The first key of the list. It stays the same through rotations, until it is removed. */
  first(): Promise<Pick<KeyPair, 'kid' | 'privateKey'>>
  /** Keys to verify a signature with: the key with this id, if there is one; all keys when no id is given. */
  verifiers(kid: string | undefined): Promise<readonly CryptoKey[]>
  /** The public halves of all keys, for publication. */
  publicJwks(): Promise<readonly JWK[]>
}

/** An open key ring checks its file for changes at most this often. */
const CHECK_MS = 5_000

/** An unknown key id may belong to a new key: the ring then checks its file at once, but at most this often. */
const UNKNOWN_CHECK_MS = 1_000

type Loaded = Readonly<Record<keyof KeyRing, readonly KeyPair[]>>

/**
 * Reads the key file, or creates it (mode 600) if there is none. When several processes create it at once, one wins and
 * all use its keys. When the file changes, the ring follows within seconds of use. If the changed file is not a key file,
 * the ring keeps its keys and logs an error.
 *
 * @throws {StartError} when the file cannot be read or written, or is not a key file.
 */
export async function openKeyRing(path: string, log?: Logger): Promise<KeyRing> {
  if (markOf(path) === undefined) await makeKeyFile(path)
  // The mark is taken before the file is read: the next check notices a change between the two.
  let mark = markOf(path)
  let loaded = await load(path)
  let checkedAt = performance.now()
  let unknownAt = -Infinity
  let trouble: string | undefined
  let checking: Promise<void> | undefined

  async function check(): Promise<void> {
    try {
      const newMark = markOf(path)
      if (newMark !== mark) {
        loaded = await load(path)
        mark = newMark
        log?.info('key file read again', {
          accounts: kidsOf(loaded.accounts),
          services: kidsOf(loaded.services),
        })
      }
      trouble = undefined
    } catch (error) {
      // Only the message: a cause may quote the content of the file.
      const reason = messageOf(error)
      if (reason !== trouble) log?.error('key file unusable, keeping the keys read before', { reason })
      trouble = reason
    }
  }

  function startCheck(): Promise<void> {
    checkedAt = performance.now()
    checking ??= check().finally(() => {
      checking = undefined
    })
    return checking
  }

  async function keysNow(): Promise<Loaded> {
    if (performance.now() - checkedAt >= CHECK_MS) await startCheck()
    return loaded
  }

  async function keysKnowing(kid: string): Promise<Loaded> {
    const keys = await keysNow()
    // Search both kinds: a token of the other kind is no reason to read the file.
    if ([...keys.accounts, ...keys.services].some((key) => key.kid === kid)) return keys
    if (performance.now() - unknownAt >= UNKNOWN_CHECK_MS) {
      unknownAt = performance.now()
      await startCheck()
    } else await checking
    return loaded
  }

  function keySet(name: keyof KeyRing): KeySet {
    return {
      signer: async () => required(findSigningKey((await keysNow())[name], Date.now())),
      first: async () => required((await keysNow())[name][0]),
      async verifiers(kid) {
        const keys = (kid === undefined ? await keysNow() : await keysKnowing(kid))[name]
        return keys.filter((key) => kid === undefined || key.kid === kid).map(({ publicKey }) => publicKey)
      },
      publicJwks: async () => (await keysNow())[name].map(({ publicJwk }) => publicJwk),
    }
  }

  return { accounts: keySet('accounts'), services: keySet('services') }
}

async function load(path: string): Promise<Loaded> {
  const file = await readKeyFile(path)
  if (file === undefined)
    throw new StartError(`Cannot read key file "${path}": it is gone`, keyFileHint(path))
  try {
    return { accounts: await importKeys(file.accounts), services: await importKeys(file.services) }
  } catch (error) {
    throw new StartError(`Cannot read key file "${path}": it is not a key file`, keyFileHint(path), {
      cause: error,
    })
  }
}

function required(key: KeyPair | undefined): KeyPair {
  if (key === undefined) throw new TypeError('Cannot sign: the key file has no key that may sign')
  return key
}

/** Changes when a file is replaced, written, or made readable. Undefined when there is no file. */
function markOf(path: string): string | undefined {
  try {
    const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
    return stats && `${stats.ino}/${stats.size}/${stats.mtimeNs}/${stats.ctimeNs}`
  } catch (error) {
    const reason = `Cannot read key file "${path}": ${messageOf(error)}`
    throw new StartError(reason, keyFileHint(path), { cause: error })
  }
}

function kidsOf(keys: readonly KeyPair[]): readonly string[] {
  return keys.map(({ kid }) => kid)
}
