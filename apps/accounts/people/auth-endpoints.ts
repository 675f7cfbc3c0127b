import { z } from 'zod'
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from './auth-options.ts'

/** An endpoint of the sign-in library that is open to the world. */
export interface AuthEndpoint {
  readonly method: 'GET' | 'POST'
  /** Below `/accounts/auth`. */
  readonly path: string
  /** What the body holds, and nothing else; absent where it has none. */
  readonly body?: z.ZodType<Readonly<Record<string, unknown>>>
}

const email = z.email({ error: 'must be a mail address' }).max(254, { error: 'is too long' })
const token = z
  .string({ error: 'must be text' })
  .min(1, { error: 'is missing' })
  .max(1_024, { error: 'is too long' })
// Where the link in the mail ends.
const page = z.string({ error: 'must be a path' }).max(512, { error: 'is too long' }).default('/confirmed')
const knownPassword = z.string({ error: 'must be text' }).max(PASSWORD_LENGTH_MAX, { error: 'is too long' })
const newPassword = knownPassword.min(PASSWORD_LENGTH_MIN, {
  error: `must have at least ${PASSWORD_LENGTH_MIN} characters`,
})
const name = z.string({ error: 'must be text' }).max(100, { error: 'is too long' }).default('')

/**
 * The endpoints that are open; the library has more. A body may hold only what is named here: nobody signs up as an admin,
 * or with an address that is confirmed already.
 */
export const AUTH_ENDPOINTS: readonly AuthEndpoint[] = [
  {
    method: 'POST',
    path: '/sign-up/email',
    body: z.strictObject({ email, password: newPassword, name, callbackURL: page }),
  },
  {
    method: 'POST',
    path: '/sign-in/email',
    body: z.strictObject({ email, password: knownPassword, rememberMe: z.boolean().optional() }),
  },
  { method: 'POST', path: '/sign-out' },
  { method: 'GET', path: '/verify-email' },
  {
    method: 'POST',
    path: '/send-verification-email',
    body: z.strictObject({ email, callbackURL: page }),
  },
  { method: 'POST', path: '/request-password-reset', body: z.strictObject({ email }) },
  { method: 'POST', path: '/reset-password', body: z.strictObject({ token, newPassword }) },
  { method: 'GET', path: '/get-session' },
  { method: 'GET', path: '/list-sessions' },
  { method: 'POST', path: '/revoke-session', body: z.strictObject({ token }) },
  { method: 'POST', path: '/revoke-other-sessions' },
  {
    method: 'POST',
    path: '/change-password',
    body: z.strictObject({
      currentPassword: knownPassword,
      newPassword,
      revokeOtherSessions: z.boolean().default(true),
    }),
  },
]
