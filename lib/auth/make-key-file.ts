import { linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { newSigningKey } from '#lib/auth/new-signing-key.ts'
import { keyFileHint, type KeyFile } from '#lib/auth/read-key-file.ts'
import { codeOf } from '#lib/errors/code-of.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { StartError } from '#lib/errors/start-error.ts'

/**
 * Creates a key file (mode 600) and its folder. An existing key file stays as it is.
 *
 * @throws {StartError} when it cannot be written.
 */
export async function makeKeyFile(path: string): Promise<void> {
  const file: KeyFile = {
    version: 2,
    accounts: [await newSigningKey()],
    services: [await newSigningKey()],
  }
  const draft = `${path}.${crypto.randomUUID()}`
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(draft, JSON.stringify(file), { mode: 0o600, flush: true })
    // A link fails where the name is taken: the first process wins, and readers never see half a file.
    linkSync(draft, path)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') {
      const reason = `Cannot write key file "${path}": ${messageOf(error)}`
      throw new StartError(reason, keyFileHint(path, error), { cause: error })
    }
  } finally {
    rmSync(draft, { force: true })
  }
}
