import { z } from '@hono/zod-openapi'
import { isBlank } from '#lib/text/is-blank.ts'
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from './auth-options.ts'

/** A public endpoint of the sign-in library. */
export interface AuthEndpoint {
  readonly method: 'GET' | 'POST'
  /** True for a GET that changes something; a HEAD must not run it, because mail programs check links with HEAD. */
  readonly isActing?: true
  /** The path below `/accounts/auth`. */
  readonly path: string
  readonly summary: string
  /** The fields of the body, and no others; absent when there is no body. */
  readonly body?: z.ZodType<Readonly<Record<string, unknown>>>
  /** The body of the answer; absent when the answer is a redirect. */
  readonly answer?: z.ZodType
}

const email = z.email({ error: 'must be a mail address' }).max(254, { error: 'is too long' })
const token = z
  .string({ error: 'must be text' })
  .min(1, { error: 'is missing' })
  .max(1_024, { error: 'is too long' })
// The page that the link in the mail redirects to.
const page = z.string({ error: 'must be a path' }).max(512, { error: 'is too long' }).default('/confirmed')
const knownPassword = z.string({ error: 'must be text' }).max(PASSWORD_LENGTH_MAX, { error: 'is too long' })
const newPassword = knownPassword.min(PASSWORD_LENGTH_MIN, {
  error: `must have at least ${PASSWORD_LENGTH_MIN} characters`,
})
const name = z
  .string({ error: 'must be text' })
  .max(100, { error: 'is too long' })
  .refine((text) => text === '' || !isBlank(text), { error: 'must have a visible character, or be left out' })
  .default('')

/** The ticket of a code. */
export const ticket = z
  .string({ error: 'must be text' })
  .regex(/^[\w-]{22}$/u, { error: 'must be the ticket that came when the code was sent' })
/** The code in a mail. People copy it with spaces. */
export const code = z
  .string({ error: 'must be text' })
  .regex(/^\s*(?:\d\s*){6}$/u, { error: 'must be the six digits in the mail' })
  .max(32, { error: 'is too long' })
  .transform((text) => text.replaceAll(/\s/gu, ''))

const done = z.object({ status: z.boolean(), message: z.string().optional() })
const user = z.object({ id: z.string(), email: z.string(), emailVerified: z.boolean(), name: z.string() })
const session = z.object({
  id: z.string(),
  token: z.string(),
  userId: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  ipAddress: z.string().nullish().openapi({ description: 'Shortened' }),
  userAgent: z.string().nullish(),
})
// Apps get a session token; pages get a cookie.
const signedIn = z.object({ token: z.string().optional(), user })

/**
 * The public endpoints; the library has more. A body may have only the fields named here, so that a sign-up cannot set a role
 * or mark its address as confirmed.
 */
export const AUTH_ENDPOINTS: readonly AuthEndpoint[] = [
  {
    method: 'POST',
    path: '/sign-up/email',
    summary: 'Signs up; a link in a mail confirms the address',
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
    path: '/send-code',
    summary:
      'Sends a mail with a code that signs in, also a person without an account; the code works with the ticket',
    body: z.strictObject({ email }),
    answer: z.object({ ticket: z.string() }),
  },
  {
    method: 'POST',
    path: '/sign-in/code',
    summary: 'Signs in with a code; creates the account of a new address',
    body: z.strictObject({ ticket, code, rememberMe: z.boolean().optional() }),
    answer: signedIn,
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
    summary: 'Confirms an address; the link in a mail calls this',
  },
  {
    method: 'POST',
    path: '/send-verification-email',
    summary: 'Sends the mail that confirms an address again',
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
    summary: 'Sets a new password, with the token from the link in a mail',
    body: z.strictObject({ token, newPassword }),
    answer: done,
  },
  {
    method: 'GET',
    path: '/get-session',
    summary: 'The person who is signed in; null without a session',
    answer: z.object({ session, user: user.extend({ role: z.string() }) }).nullable(),
  },
  {
    method: 'GET',
    path: '/list-sessions',
    summary: 'The sessions of the caller',
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
