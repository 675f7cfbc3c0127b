import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { codeOf } from '#lib/errors/code-of.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { systemHint } from '#lib/errors/system-hint.ts'

// No blob can have this name, because blob names contain no `~`.
const KEY_FILE = '~id.key'
const KEY_BYTES = 32

/**
 * Opens the key of picture names: a file (mode 600) in the folder of `file:<path>`, created when there is none. It is stored with
 * the pictures, because all processes that share the pictures must share it: with another key a picture has another name.
 *
 * @throws {StartError} when it cannot be read or written, or is not a valid key.
 */
export function openIdKey(blobUrl: string): Uint8Array {
  const folder = resolve(blobUrl.replace(/^file:(\/\/)?/u, ''))
  const path = join(folder, KEY_FILE)
  let key
  try {
    key = readOptional(path) ?? makeKey(folder, path)
  } catch (error) {
    const hint =
      systemHint(error) ??
      'Give this user read and write permission there, or set another folder in BLOB_URL.'
    throw new StartError(`Cannot open key file "${path}": ${messageOf(error)}`, hint, { cause: error })
  }
  if (key.length === KEY_BYTES) return key
  throw new StartError(
    `Cannot read key file "${path}": it holds ${key.length} bytes, not ${KEY_BYTES}`,
    'Restore it from a backup, or move it away: then repeated uploads of a picture get a new name.',
  )
}

function readOptional(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

function makeKey(folder: string, path: string): Uint8Array {
  const draft = `${path}.${crypto.randomUUID()}`
  mkdirSync(folder, { recursive: true })
  try {
    writeFileSync(draft, crypto.getRandomValues(new Uint8Array(KEY_BYTES)), { mode: 0o600, flush: true })
    // A link fails when the name exists: the first of several processes wins, and none reads an incomplete key.
    linkSync(draft, path)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
  return readFileSync(path)
}
