import type { BetterAuthPlugin } from 'better-auth'
import type { KeyRing } from '#lib/auth/key-file.ts'
import type { Passwords } from './counted-passwords.ts'
import type { MailQueue } from './mail-queue.ts'
import { passwordEndpoints } from './password-endpoints.ts'
import { resetEndpoints } from './reset-endpoints.ts'
import type { SessionEnder } from './session-ender.ts'
import { signUpEndpoints } from './sign-up-endpoints.ts'
import { signUpsPlugin } from './sign-ups.ts'

/** What the endpoints for passwords stand on. */
export interface PasswordParts {
  /** What links in mails are signed with. */
  readonly keys: KeyRing
  readonly publicOrigin: string
  readonly mails: Pick<MailQueue, 'post'>
  readonly passwords: Passwords
  readonly ender: SessionEnder
}

/**
 * What a password and a link in a mail are good for, as we want it. The names are those of the library's own endpoints,
 * which these replace; limits, sessions and cookies stay the library's.
 */
export function passwordPlugin(parts: PasswordParts): BetterAuthPlugin {
  return {
    ...signUpsPlugin,
    endpoints: { ...signUpEndpoints(parts), ...resetEndpoints(parts), ...passwordEndpoints(parts) },
  }
}
