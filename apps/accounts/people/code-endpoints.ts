import { createAuthEndpoint } from 'better-auth/api'
import { z } from 'zod'
import { preferredLanguage } from '#lib/http/preferred-language.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { tooManyTries } from './auth-answer.ts'
import { CLIENT_IP_HEADER } from './auth-options.ts'
import { openCodeLimit } from './code-limit.ts'
import { openCredentials } from './credentials.ts'
import type { EndpointOptions } from './endpoint-options.ts'
import { codeText } from './mail-texts.ts'
import { CODE_MINUTES, openSignInCodes } from './sign-in-codes.ts'
import { signedIn } from './signed-in.ts'

/**
 * The endpoints that sign in with a code in a mail, without a password. A new address gets an account by them. Neither reveals
 * whether an address has an account: who has the code owns the address.
 */
export function codeEndpoints({ mails }: Pick<EndpointOptions, 'mails'>) {
  return {
    sendCode: createAuthEndpoint(
      '/send-code',
      { method: 'POST', body: z.object({ email: z.string() }) },
      async (ctx) => {
        const { email } = ctx.body
        const { adapter } = ctx.context
        const waitSeconds = await openCodeLimit(adapter).admit({ email, ip: ipOf(ctx.headers) })
        if (waitSeconds !== undefined) throw tooManyTries(waitSeconds)
        const { code, ticket } = await openSignInCodes(adapter).create(email)
        const language = preferredLanguage(ctx.headers?.get('accept-language') ?? '')
        mails.add(() => Promise.resolve({ to: email, ...codeText(language, code, CODE_MINUTES) }))
        return ctx.json({ ticket })
      },
    ),

    signInCode: createAuthEndpoint(
      '/sign-in/code',
      {
        method: 'POST',
        body: z.object({ ticket: z.string(), code: z.string(), rememberMe: z.boolean().default(true) }),
      },
      async (ctx) => {
        const { ticket, code, rememberMe } = ctx.body
        const { adapter, internalAdapter } = ctx.context
        const email = await openSignInCodes(adapter).use({ ticket, code })
        if (email === undefined) throw wrongCode()
        await openCodeLimit(adapter).know({ email, ip: ipOf(ctx.headers) })
        const person = await openCredentials(adapter).ofProven(email)
        if (!isPerson(await internalAdapter.findUserById(person))) throw needsPassword()
        return signedIn(ctx, await internalAdapter.createSession(person, !rememberMe), !rememberMe)
      },
    ),
  }
}

/** The address of the client, which the route of these endpoints has found out. */
function ipOf(headers: Headers | undefined): string | undefined {
  return headers?.get(CLIENT_IP_HEADER) ?? undefined
}

/** True for a person who is neither operator nor admin: a code of six digits is not enough for these. */
function isPerson(user: object | null): boolean {
  return user !== null && 'role' in user && user.role === 'person'
}

function needsPassword(): ProblemError {
  const detail = 'An operator or admin signs in with a password'
  return new ProblemError({ status: 403, code: 'password_needed', detail })
}

/** The refusal of a code. It does not say whether the code is wrong, used, or too old. */
export function wrongCode(): ProblemError {
  const detail = 'This code is wrong, was used, or is too old: ask for a new one'
  return new ProblemError({ status: 400, code: 'wrong_code', field: 'code', detail })
}
