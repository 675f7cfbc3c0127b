import { renameSync, writeFileSync } from 'node:fs'
import { ACTIVATE_SECONDS } from '#lib/auth/find-signing-key.ts'
import { readKeyFile, type KeyFile } from '#lib/auth/read-key-file.ts'

/** Moves the creation of all keys of a file into the past, so that they already sign. */
export async function ageKeys(path: string): Promise<void> {
  const file = await readKeyFile(path)
  if (file === undefined) throw new TypeError(`Cannot age keys: there is no file "${path}"`)
  const aged = (keys: KeyFile['accounts']) =>
    keys.map((key) => ({
      ...key,
      created: new Date(Date.parse(key.created) - ACTIVATE_SECONDS * 1_000).toISOString(),
    }))
  writeFileSync(
    `${path}.aged`,
    JSON.stringify({ ...file, accounts: aged(file.accounts), services: aged(file.services) }),
  )
  renameSync(`${path}.aged`, path)
}
