import type { KeyRing } from '#lib/auth/key-file.ts'
import type { Passwords } from './counted-passwords.ts'
import type { MailQueue } from './mail-queue.ts'
import type { SessionEnder } from './session-ender.ts'

/** The dependencies of the endpoints for passwords. */
export interface PasswordParts {
  /** The keys that sign links in mails. */
  readonly keys: KeyRing
  readonly publicOrigin: string
  readonly mails: Pick<MailQueue, 'post'>
  readonly passwords: Passwords
  readonly ender: SessionEnder
}
