import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { VerbError } from './verb-error.ts'

const SETTING = { bus: 'BUS_URL', stream: 'STREAM_URLS' }

/**
 * Checks that an embedded database exists before a verb opens it to read. Opening a missing one would create an empty database
 * and hide the mistake.
 *
 * @throws {VerbError} when the file does not exist.
 */
export function requireDatabase(url: string, what: 'bus' | 'stream'): void {
  if (!url.startsWith('sqlite:')) return
  const path = resolve(url.replace(/^sqlite:(\/\/)?/u, ''))
  if (existsSync(path)) return
  throw new VerbError(
    `Cannot read the ${what}: there is no database "${path}"`,
    `Run this in the folder that holds ./data of the platform, and start the platform first: npx --yes bun@1.4.5 run start\n${SETTING[what]} sets its address.`,
  )
}
