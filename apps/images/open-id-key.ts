import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { codeOf } from '#lib/errors/code-of.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { systemHint } from '#lib/errors/system-hint.ts'

// No blob's name can lead here, for `~` is in none.
const KEY_FILE = '~id.key'
const KEY_BYTES = 32

/**
 * The key of the names of pictures: a file (mode 600) in the folder behind `file:<path>`, made when there is none. It lies
 * with the pictures, because all who share those must share it: by another key the same picture has another name.
 *
 * @throws {StartError} when it cannot be read or written, or is no such key.
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
      'Give this user the right to read and write there, or name another place in BLOB_URL.'
    throw new StartError(`Cannot open key file "${path}": ${messageOf(error)}`, hint, { cause: error })
  }
  if (key.length === KEY_BYTES) return key
  throw new StartError(
    `Cannot read key file "${path}": it holds ${key.length} bytes, not ${KEY_BYTES}`,
    'Put it back from a backup, or move it away: then pictures that are brought again get another name.',
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
    // A link fails where the name is taken: of several processes the first wins, and none sees half a key.
    linkSync(draft, path)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
  return readFileSync(path)
}
