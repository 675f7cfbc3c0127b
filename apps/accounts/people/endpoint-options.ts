import type { KeyRing } from '#lib/auth/key-file.ts'
import type { Passwords } from './counted-passwords.ts'
import type { MailQueue } from './mail-queue.ts'
import type { SessionEnder } from './session-ender.ts'

/** The dependencies of our endpoints for sign-up, passwords and the links in mails. */
export interface EndpointOptions {
  /** The keys that sign links in mails. */
  readonly keys: KeyRing
  readonly publicOrigin: string
  readonly mails: Pick<MailQueue, 'add'>
  readonly passwords: Passwords
  readonly ender: SessionEnder
}
