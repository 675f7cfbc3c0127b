import {
  chownSync,
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { findSigningKey, signsFrom, stateOfKey } from '#lib/auth/find-signing-key.ts'
import { lockKeyFile } from '#lib/auth/lock-key-file.ts'
import { readKeyFile, type KeyFile, type StoredKey } from '#lib/auth/read-key-file.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'

/** The result of a change: the new content of the key file (absent: the file stays as it is), and the caller's answer. */
export interface KeyFileChange<Answer> {
  readonly file?: KeyFile
  readonly answer: Answer
}

/**
 * Replaces the content of a key file atomically and flushes it to disk (version 2, mode 600, same owner).
 * Concurrent changes, also those of other processes, run one after the other. Keys that a newer key has replaced are
 * marked as retired.
 *
 * @throws {StartError} when the file cannot be read, or is not a key file.
 * @throws {UnavailableError} when there is no file, it cannot be written, or another change takes too long.
 */
export async function changeKeyFile<Answer>(
  path: string,
  change: (file: KeyFile) => KeyFileChange<Answer> | Promise<KeyFileChange<Answer>>,
): Promise<Answer> {
  try {
    // Replace the file itself, not a link to it.
    const target = realpathSync(path)
    const release = await lockKeyFile(target)
    try {
      const current = await readKeyFile(target)
      if (current === undefined) throw new UnavailableError(`Cannot change key file "${path}": it is gone`)
      const { file, answer } = await change(retire(current))
      if (file !== undefined) replaceFile(target, JSON.stringify(file))
      return answer
    } finally {
      release()
    }
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error
    throw new UnavailableError(`Cannot change key file "${path}": ${messageOf(error)}`, { cause: error })
  }
}

function retire(file: KeyFile): KeyFile {
  const nowMs = Date.now()
  const marked = (keys: readonly StoredKey[]): readonly StoredKey[] => {
    const signing = findSigningKey(keys, nowMs)
    return keys.map((key) =>
      key.retired === undefined && signing !== undefined && stateOfKey(key, keys, nowMs) === 'verifying'
        ? { ...key, retired: signsFrom(signing) }
        : key,
    )
  }
  return { version: 2, accounts: marked(file.accounts), services: marked(file.services) }
}

function replaceFile(path: string, text: string): void {
  const draft = `${path}.${crypto.randomUUID()}`
  try {
    writeFileSync(draft, text, { mode: 0o600, flush: true })
    // When root writes the file, the user that runs the stations must still be able to read it.
    const { uid, gid } = statSync(path)
    if (uid !== statSync(draft).uid) chownSync(draft, uid, gid)
    renameSync(draft, path)
  } finally {
    rmSync(draft, { force: true })
  }
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
