import type { DBAdapter } from 'better-auth'
import { openWindowCount } from './window-counts.ts'

/** Limits the mails to one address, for requests from all machines together. */
export interface MailLimit {
  /** Counts a mail before it is sent; false when the address has reached its limit. */
  admit(email: string): Promise<boolean>
}

/** Maximum number of mails to one address per hour. */
export const MAILS_PER_HOUR_MAX = 5
/** Maximum number of mails to one address per day. */
export const MAILS_PER_DAY_MAX = 20

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Opens the limit on the database of the sign-in library. */
export function openMailLimit(adapter: DBAdapter, now?: () => number): MailLimit {
  const hour = openWindowCount(
    adapter,
    { model: 'mailsAnHour', max: MAILS_PER_HOUR_MAX, windowMs: HOUR_MS },
    now,
  )
  const day = openWindowCount(adapter, { model: 'mailsADay', max: MAILS_PER_DAY_MAX, windowMs: DAY_MS }, now)
  return {
    // A mail over the hourly limit does not count for the day.
    admit: async (email) => (await hour.admit(email)) === undefined && (await day.admit(email)) === undefined,
  }
}
