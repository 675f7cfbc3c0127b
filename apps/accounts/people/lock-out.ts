import type { DBAdapter } from 'better-auth'
import { openWindowCount, type WindowCount } from './window-counts.ts'

/** Limits the password tries for one mail address, from all machines together. */
export type LockOut = Pick<WindowCount, 'admit' | 'clear'>

/** Maximum number of tries for one address in one window. */
export const TRIES_MAX = 10
const WINDOW_MS = 15 * 60_000

/** Opens the lock-out on the database of the sign-in library. */
export function openLockOut(adapter: DBAdapter, now?: () => number): LockOut {
  return openWindowCount(adapter, { model: 'signInTries', max: TRIES_MAX, windowMs: WINDOW_MS }, now)
}
