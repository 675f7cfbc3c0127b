import { readFileSync, statSync } from 'node:fs'
import { calculateJwkThumbprint } from 'jose'
import { z } from 'zod'
import { codeOf } from '#lib/errors/code-of.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { systemHint } from '#lib/errors/system-hint.ts'

const pairShape = { kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string(), d: z.string() }

const storedKeySchema = z.object({
  ...pairShape,
  kid: z.string(),
  created: z.iso.datetime(),
  retired: z.iso.datetime().optional(),
})

const storedKeysSchema = z
  .array(storedKeySchema)
  .refine((keys) => keys.some(({ retired }) => retired === undefined), 'no key in it can sign')
  .refine((keys) => new Set(keys.map(({ kid }) => kid)).size === keys.length, 'a key id occurs twice')

const keyFileSchema = z.discriminatedUnion('version', [
  z.object({ version: z.literal(1), accounts: z.object(pairShape), services: z.object(pairShape) }),
  z.object({ version: z.literal(2), accounts: storedKeysSchema, services: storedKeysSchema }),
])

/** A private Ed25519 key as the key file holds it (RFC 8037); its id is its thumbprint (RFC 7638). */
export type StoredKey = Readonly<z.infer<typeof storedKeySchema>>

/** The content of the key file. */
export interface KeyFile {
  readonly version: 2
  readonly accounts: readonly StoredKey[]
  readonly services: readonly StoredKey[]
}

/**
 * The keys in a key file, or undefined when there is no file. A file of version 1 holds one key of each kind. Their time of
 * creation is the time when the file was written.
 *
 * @throws {StartError} when the file cannot be read, or is not a key file.
 */
export async function readKeyFile(path: string): Promise<KeyFile | undefined> {
  const found = readOptional(path)
  if (found === undefined) return undefined
  try {
    const file = keyFileSchema.parse(JSON.parse(found.text))
    if (file.version === 1) {
      const { accounts, services } = file
      return {
        version: 2,
        accounts: [{ ...accounts, kid: await thumbprintOf(accounts), created: found.written }],
        services: [{ ...services, kid: await thumbprintOf(services), created: found.written }],
      }
    }
    for (const key of [...file.accounts, ...file.services]) {
      if (key.kid !== (await thumbprintOf(key)))
        throw new TypeError(`"${key.kid}" is not the key's thumbprint`)
    }
    return file
  } catch (error) {
    throw new StartError(`Cannot read key file "${path}": it is not a key file`, keyFileHint(path), {
      cause: error,
    })
  }
}

/** The id of a key: its thumbprint (RFC 7638), the same for the public and the private half. */
export function thumbprintOf({ kty, crv, x }: Pick<StoredKey, 'kty' | 'crv' | 'x'>): Promise<string> {
  return calculateJwkThumbprint({ kty, crv, x })
}

/** What an operator can do about an unusable key file, for this reason. */
export function keyFileHint(path: string, cause?: unknown): string {
  const hint = systemHint(cause)
  if (hint !== undefined) return hint
  return `Restore "${path}" from a backup, or move it away: then new keys are made, and every device key and token issued before is invalid.`
}

function readOptional(path: string): { readonly text: string; readonly written: string } | undefined {
  try {
    return { text: readFileSync(path, 'utf8'), written: statSync(path).mtime.toISOString() }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    const reason = `Cannot read key file "${path}": ${messageOf(error)}`
    throw new StartError(reason, keyFileHint(path, error), { cause: error })
  }
}
