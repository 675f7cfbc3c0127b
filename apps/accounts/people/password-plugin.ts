import type { BetterAuthPlugin } from 'better-auth'
import { passwordEndpoints } from './password-endpoints.ts'
import { codeEndpoints } from './code-endpoints.ts'
import type { EndpointOptions } from './endpoint-options.ts'
import { resetEndpoints } from './reset-endpoints.ts'
import { signInCodesPlugin } from './sign-in-codes.ts'
import { signUpEndpoints } from './sign-up-endpoints.ts'
import { signUpsPlugin } from './sign-ups.ts'

/**
 * Our endpoints for passwords, and for links and codes in mails, as a plugin. Most have the names of the library's endpoints,
 * and so replace them; the library still handles limits, sessions and cookies.
 */
export function passwordPlugin(options: EndpointOptions): BetterAuthPlugin {
  return {
    ...signUpsPlugin,
    schema: { ...signUpsPlugin.schema, ...signInCodesPlugin.schema },
    endpoints: {
      ...signUpEndpoints(options),
      ...resetEndpoints(options),
      ...passwordEndpoints(options),
      ...codeEndpoints(options),
    },
  }
}
