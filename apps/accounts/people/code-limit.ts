import type { DBAdapter } from 'better-auth'
import { openWindowCount, type WindowCount } from './window-counts.ts'

/** Maximum number of codes for one address per day: with the tries for each, a stranger has one chance in ten thousand per day. */
export const CODES_PER_DAY_MAX = 20
const DAY_MS = 24 * 3_600_000

/** Opens the limit of codes for one mail address, from all machines together, on the database of the sign-in library. */
export function openCodeLimit(adapter: DBAdapter, now?: () => number): WindowCount {
  return openWindowCount(adapter, { model: 'codesADay', max: CODES_PER_DAY_MAX, windowMs: DAY_MS }, now)
}
