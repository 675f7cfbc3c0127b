import { z } from '@hono/zod-openapi'
import { isBlank } from '#lib/text/is-blank.ts'
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from './auth-options.ts'

/** An endpoint of the sign-in library that is open to the world. */
export interface AuthEndpoint {
  readonly method: 'GET' | 'POST'
  /** Changes something though it is a GET: then a HEAD, by which programs look at links in mails, is none. */
  readonly isActing?: true
  /** Below `/accounts/auth`. */
  readonly path: string
  readonly summary: string
  /** What the body holds, and nothing else; absent where it has none. */
  readonly body?: z.ZodType<Readonly<Record<string, unknown>>>
  /** What the answer holds; absent where it leads to a page. */
  readonly answer?: z.ZodType
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
const name = z
  .string({ error: 'must be text' })
  .max(100, { error: 'is too long' })
  .refine((text) => text === '' || !isBlank(text), { error: 'must show something, or be left out' })
  .default('')

const done = z.object({ status: z.boolean(), message: z.string().optional() })
const user = z.object({ id: z.string(), email: z.string(), emailVerified: z.boolean(), name: z.string() })
const session = z.object({ token: z.string(), userId: z.string(), expiresAt: z.string() })
// Apps are given a session token; pages have it in a cookie.
const signedIn = z.object({ token: z.string().optional(), user })

/**
 * The endpoints that are open; the library has more. A body may hold only what is named here: nobody signs up as an admin,
 * or with an address that is confirmed already.
 */
export const AUTH_ENDPOINTS: readonly AuthEndpoint[] = [
  {
    method: 'POST',
    path: '/sign-up/email',
    summary: 'Signs up; a mail with a link confirms the address',
    answer: done,
    body: z.strictObject({ email, password: newPassword, name, callbackURL: page }),
  },
  {
    method: 'POST',
    path: '/sign-in/email',
    summary: 'Signs in',
    answer: signedIn,
    body: z.strictObject({ email, password: knownPassword, rememberMe: z.boolean().optional() }),
  },
  {
    method: 'POST',
    path: '/sign-out',
    summary: 'Ends the session',
    answer: z.object({ success: z.boolean() }),
  },
  {
    method: 'GET',
    path: '/verify-email',
    isActing: true,
    summary: 'Confirms an address; where the link in a mail leads',
  },
  {
    method: 'POST',
    path: '/send-verification-email',
    summary: 'Sends the mail that confirms an address once more',
    answer: done,
    body: z.strictObject({ email, callbackURL: page }),
  },
  {
    method: 'POST',
    path: '/request-password-reset',
    summary: 'Sends a mail with a link for a new password',
    body: z.strictObject({ email }),
    answer: done,
  },
  {
    method: 'POST',
    path: '/reset-password',
    summary: 'Chooses a new password, by the link in a mail',
    body: z.strictObject({ token, newPassword }),
    answer: done,
  },
  {
    method: 'GET',
    path: '/get-session',
    summary: 'Who is signed in; null for nobody',
    answer: z.object({ session, user }).nullable(),
  },
  {
    method: 'GET',
    path: '/list-sessions',
    summary: 'Where the caller is signed in',
    answer: z.array(session),
  },
  {
    method: 'POST',
    path: '/revoke-session',
    summary: 'Ends one of the sessions of the caller',
    body: z.strictObject({ token }),
    answer: done,
  },
  {
    method: 'POST',
    path: '/revoke-other-sessions',
    summary: 'Ends all sessions of the caller but this one',
    answer: done,
  },
  {
    method: 'POST',
    path: '/change-password',
    summary: 'Changes the password; the other sessions end',
    answer: signedIn,
    body: z.strictObject({
      currentPassword: knownPassword,
      newPassword,
      revokeOtherSessions: z.boolean().default(true),
    }),
  },
]
