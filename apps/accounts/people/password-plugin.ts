import type { BetterAuthPlugin } from 'better-auth'
import { passwordEndpoints } from './password-endpoints.ts'
import type { PasswordParts } from './password-parts.ts'
import { resetEndpoints } from './reset-endpoints.ts'
import { signUpEndpoints } from './sign-up-endpoints.ts'
import { signUpsPlugin } from './sign-ups.ts'

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
