import { changeKeyFile } from '#lib/auth/change-key-file.ts'
import { signsFrom } from '#lib/auth/find-signing-key.ts'
import { newSigningKey } from '#lib/auth/new-signing-key.ts'

/** The ids of the keys that a rotation added, and the time from which they sign (ISO 8601). */
export interface Rotation {
  readonly accounts: string
  readonly services: string
  readonly signsFrom: string
}

/**
 * Adds one key for accounts and one for services. They sign a minute later, when every process has read them. Until then the
 * previous keys sign. What a previous key signed stays valid until that key is removed.
 *
 * @throws {StartError} when the file cannot be read, or is not a key file.
 * @throws {UnavailableError} when there is no file, it cannot be written, or another change takes too long.
 */
export function rotateKeys(path: string): Promise<Rotation> {
  return changeKeyFile(path, async ({ accounts, services }) => {
    const forAccounts = await newSigningKey()
    const forServices = await newSigningKey()
    return {
      file: { version: 2, accounts: [...accounts, forAccounts], services: [...services, forServices] },
      answer: {
        accounts: forAccounts.kid,
        services: forServices.kid,
        // The services' key is made last: from this time on both sign.
        signsFrom: signsFrom(forServices),
      },
    }
  })
}
