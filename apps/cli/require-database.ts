import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { VerbError } from './verb-error.ts'

const SETTING = { bus: 'BUS_URL', stream: 'STREAM_URLS' }

/**
 * Makes sure that an embedded database is there before it is opened to be looked at: opening would make an empty one, as
 * if all were well.
 *
 * @throws {VerbError} when there is none at this place.
 */
export function requireDatabase(url: string, what: 'bus' | 'stream'): void {
  if (!url.startsWith('sqlite:')) return
  const path = resolve(url.replace(/^sqlite:(\/\/)?/u, ''))
  if (existsSync(path)) return
  throw new VerbError(
    `Cannot read the ${what}: there is no database "${path}"`,
    `Run this where the platform has its ./data, and start it first: npx --yes bun@1.4.5 run start\n${SETTING[what]} names the place.`,
  )
}
