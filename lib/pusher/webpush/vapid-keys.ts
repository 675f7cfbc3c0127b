import { createECDH, createPrivateKey, type KeyObject } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { codeOf } from '#lib/errors/code-of.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { systemHint } from '#lib/errors/system-hint.ts'

/** A pair of keys with which we prove to push services who we are (RFC 8292). */
export interface VapidKey {
  /** The public half as browsers want it: a point of P-256, 65 bytes in base64url. */
  readonly publicKey: string
  readonly privateKey: KeyObject
}

const storedKeySchema = z.object({
  publicKey: z.string().regex(/^[\w-]{87}$/u),
  privateKey: z.string().regex(/^[\w-]{43}$/u),
  created: z.iso.datetime(),
})

const fileSchema = z.object({ version: z.literal(1), keys: z.array(storedKeySchema).min(1) })

/**
 * Reads the keys of Web Push, or creates the file (mode 600) if there is none; the first one is for new subscriptions. When several
 * processes create it at once, one wins and all use its key.
 *
 * @throws {StartError} when the file cannot be read or written, or is not such a file.
 */
export function openVapidKeys(path: string): readonly [VapidKey, ...VapidKey[]] {
  const text = read(path) ?? (make(path), read(path))
  try {
    const [first, ...rest] = fileSchema.parse(JSON.parse(text ?? '')).keys.map(pairOf)
    if (first === undefined) throw new Error('it has no key')
    return [first, ...rest]
  } catch (error) {
    throw new StartError(
      `Cannot read the keys of Web Push in "${path}": it is not such a file`,
      hintFor(path),
      {
        cause: error,
      },
    )
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw unusable('read', path, error)
  }
}

function make(path: string): void {
  const draft = `${path}.${crypto.randomUUID()}`
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(draft, JSON.stringify({ version: 1, keys: [newKey()] }), { mode: 0o600, flush: true })
    // A link fails where the name is taken: the first process wins, and readers never see half a file.
    linkSync(draft, path)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw unusable('write', path, error)
  } finally {
    rmSync(draft, { force: true })
  }
}

function newKey(): z.infer<typeof storedKeySchema> {
  const pair = createECDH('prime256v1')
  pair.generateKeys()
  return {
    publicKey: pair.getPublicKey('base64url'),
    // Leading zeros are not in the answer of every runtime.
    privateKey: Buffer.from(pair.getPrivateKey('hex').padStart(64, '0'), 'hex').toString('base64url'),
    created: new Date().toISOString(),
  }
}

function pairOf({ publicKey, privateKey }: z.infer<typeof storedKeySchema>): VapidKey {
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(Buffer.from(privateKey, 'base64url'))
  if (pair.getPublicKey('base64url') !== publicKey)
    throw new Error('the halves of a key do not belong together')
  const point = Buffer.from(publicKey, 'base64url')
  const [x, y] = [point.toString('base64url', 1, 33), point.toString('base64url', 33)]
  const jwk = { kty: 'EC', crv: 'P-256', x, y, d: privateKey }
  return { publicKey, privateKey: createPrivateKey({ key: jwk, format: 'jwk' }) }
}

function unusable(act: 'read' | 'write', path: string, error: unknown): StartError {
  const reason = `Cannot ${act} the keys of Web Push in "${path}": ${messageOf(error)}`
  return new StartError(reason, systemHint(error) ?? hintFor(path), { cause: error })
}

function hintFor(path: string): string {
  return `Restore "${path}" from a backup, or move it away: then a new key is made, and every browser must subscribe again.`
}
