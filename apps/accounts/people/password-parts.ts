import type { KeyRing } from '#lib/auth/key-file.ts'
import type { Passwords } from './counted-passwords.ts'
import type { MailQueue } from './mail-queue.ts'
import type { SessionEnder } from './session-ender.ts'

/** What the endpoints for passwords stand on. */
export interface PasswordParts {
  /** What links in mails are signed with. */
  readonly keys: KeyRing
  readonly publicOrigin: string
  readonly mails: Pick<MailQueue, 'post'>
  readonly passwords: Passwords
  readonly ender: SessionEnder
}
