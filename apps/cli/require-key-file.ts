import { existsSync } from 'node:fs'
import { processEnvironment } from '#lib/config/process-environment.ts'
import { readConfig } from '#lib/config/read-config.ts'
import { settings } from '#lib/config/settings.ts'
import { VerbError } from './verb-error.ts'

/**
 * Returns the path of the key file of this machine; `attempt` completes the error message "Cannot …". It creates no file, because
 * no station would know the new keys.
 */
export function requireKeyFile(attempt: string): string {
  const { path } = readConfig({ path: settings.AUTH_KEYS_PATH }, processEnvironment())
  if (existsSync(path)) return path
  throw new VerbError(
    `Cannot ${attempt}: there is no key file "${path}"`,
    'Run this in the folder that holds ./data of the platform, and start the platform first: npx --yes bun@1.4.5 run start\nAUTH_KEYS_PATH sets the path of the file.',
  )
}
