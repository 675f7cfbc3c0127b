import type { Logger } from '#lib/telemetry/logger.ts'

/** What adapters need in addition to their URL. */
export interface MailerOptions {
  /** The sender: `name@host`, or `Name <name@host>`. */
  readonly from: string
  readonly log: Logger
  /** Time-out of each answer of a server, 10 s by default. */
  readonly timeoutMs?: number
  /** Time-out of a whole mail, three times `timeoutMs` by default. */
  readonly mailTimeoutMs?: number
}
