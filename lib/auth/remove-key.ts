import { changeKeyFile } from '#lib/auth/change-key-file.ts'
import type { KeyFile, StoredKey } from '#lib/auth/read-key-file.ts'

/** The result of a removal. `unknown`: there is no such key. `needed`: without it, no key could sign. */
export type Removal = 'removed' | 'unknown' | 'needed'

/**
 * Removes a key from the key file. Everything it signed is invalid as soon as the processes have read the file again. A key
 * is needed, and stays, when all other keys of its kind are retired.
 *
 * @throws {StartError} when the file cannot be read, or is not a key file.
 * @throws {UnavailableError} when there is no file, it cannot be written, or another change takes too long.
 */
export function removeKey(path: string, kid: string): Promise<Removal> {
  return changeKeyFile<Removal>(path, ({ accounts, services }) => {
    const file: KeyFile = {
      version: 2,
      accounts: accounts.filter((key) => key.kid !== kid),
      services: services.filter((key) => key.kid !== kid),
    }
    const isKnown = [...accounts, ...services].some((key) => key.kid === kid)
    if (!isKnown) return { answer: 'unknown' }
    return hasSigner(file.accounts) && hasSigner(file.services)
      ? { file, answer: 'removed' }
      : { answer: 'needed' }
  })
}

function hasSigner(keys: readonly StoredKey[]): boolean {
  return keys.some(({ retired }) => retired === undefined)
}
