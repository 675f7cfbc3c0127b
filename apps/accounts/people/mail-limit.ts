import type { DBAdapter } from 'better-auth'
import { openWindowCount } from './window-counts.ts'

/** Keeps people from having us fill somebody's mailbox, from however many machines. */
export interface MailLimit {
  /** Counts a mail before it is sent; false when it is one too many for its address. */
  admit(email: string): Promise<boolean>
}

/** Mails to one address in an hour. */
export const MAILS_PER_HOUR_MAX = 5
/** Mails to one address in a day. */
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
    // What the hour keeps back is no mail of the day.
    admit: async (email) => (await hour.admit(email)) === undefined && (await day.admit(email)) === undefined,
  }
}
