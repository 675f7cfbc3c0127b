import type { GenericEndpointContext } from 'better-auth'
import { setSessionCookie } from 'better-auth/cookies'
import { parseUserOutput } from 'better-auth/db'
import { preferredLanguage } from '#lib/http/preferred-language.ts'
import { ProblemError } from '#lib/http/problem.ts'

type Session = Awaited<ReturnType<GenericEndpointContext['context']['internalAdapter']['createSession']>>

/** Sets the cookie of a session, keeps the language of its owner for mails, and gives the owner. */
export async function signedIn(ctx: GenericEndpointContext, session: Session, isShort?: boolean) {
  const { internalAdapter } = ctx.context
  const user = await internalAdapter.findUserById(session.userId)
  if (user === null) throw wrongAtSignIn()
  const acceptLanguage = ctx.headers?.get('accept-language') ?? ''
  if (acceptLanguage !== '')
    await internalAdapter.updateUser(session.userId, { language: preferredLanguage(acceptLanguage) })
  await setSessionCookie(ctx, { session, user }, isShort)
  return ctx.json({ token: session.token, user: parseUserOutput(ctx.context.options, user) })
}

/** The refusal of a sign-in, which does not say what is wrong. */
export function wrongAtSignIn(): ProblemError {
  const detail = 'Invalid email or password'
  return new ProblemError({ status: 401, code: 'invalid_email_or_password', detail })
}
