import type { Logger } from '#lib/telemetry/logger.ts'

/** What adapters need in addition to their URL. */
export interface MailerOptions {
  /** The sender: `name@host`, or `Name <name@host>`. */
  readonly from: string
  readonly log: Logger
}
