import type { DBAdapter } from 'better-auth'
import { openWindowCount, type WindowCount } from './window-counts.ts'

/** Keeps wrong passwords for one mail address from being tried on and on, from however many machines. */
export type LockOut = WindowCount

/** Tries for one address in one window. */
export const TRIES_MAX = 10
const WINDOW_MS = 15 * 60_000

/** Opens the lock-out on the database of the sign-in library. */
export function openLockOut(adapter: DBAdapter, now?: () => number): LockOut {
  return openWindowCount(adapter, { model: 'signInTries', max: TRIES_MAX, windowMs: WINDOW_MS }, now)
}
