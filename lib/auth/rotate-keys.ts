import { changeKeyFile } from '#lib/auth/change-key-file.ts'
import { signsFrom } from '#lib/auth/find-signing-key.ts'
import { newSigningKey } from '#lib/auth/new-signing-key.ts'

/** The keys a rotation added, and from when they sign (ISO 8601). */
export interface Rotation {
  readonly accounts: string
  readonly services: string
  readonly signsFrom: string
}

/**
 * Adds one key for accounts and one for services. They sign a minute later, when every process has read them; the keys
 * before them sign until then, and what they signed stays good until they are removed.
 *
 * @throws {StartError} when the file cannot be read, or is no key file.
 * @throws {UnavailableError} when there is no file, it cannot be written, or another change does not end.
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
        // Made last: by then both sign.
        signsFrom: signsFrom(forServices),
      },
    }
  })
}
