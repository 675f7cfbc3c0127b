import { existsSync } from 'node:fs'
import { processEnvironment } from '#lib/config/process-environment.ts'
import { readConfig } from '#lib/config/read-config.ts'
import { settings } from '#lib/config/settings.ts'
import { VerbError } from './verb-error.ts'

/** The path of this machine's key file; `attempt` says what cannot be done without it. Keys made here no station would know. */
export function requireKeyFile(attempt: string): string {
  const { path } = readConfig({ path: settings.AUTH_KEYS_PATH }, processEnvironment())
  if (existsSync(path)) return path
  throw new VerbError(
    `Cannot ${attempt}: there is no key file "${path}"`,
    'Run this where the platform has its ./data, and start it first: npx --yes bun@1.4.5 run start\nAUTH_KEYS_PATH names the place.',
  )
}
