import { createAuthEndpoint } from 'better-auth/api'
import { z } from 'zod'
import { verifyLinkToken } from '#lib/auth/tokens.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { openCredentials, stateOf } from './credentials.ts'
import { createLinkMails, SIGN_UP_STATE } from './create-link-mails.ts'
import { openLockOut } from './lock-out.ts'
import type { EndpointOptions } from './endpoint-options.ts'
import { openSignUps } from './sign-ups.ts'

const ASKED = {
  status: true,
  message: 'If this email exists in our system, check your email for the reset link',
}

/**
 * The endpoints for a forgotten password; they replace the library's. The library keeps older links valid after a reset or a
 * password change, and does more work for a known address before its answer.
 */
export function resetEndpoints({ keys, publicOrigin, mails, passwords, ender }: EndpointOptions) {
  return {
    requestPasswordReset: createAuthEndpoint(
      '/request-password-reset',
      { method: 'POST', body: z.object({ email: z.string() }) },
      async (ctx) => {
        const { email } = ctx.body
        const { adapter } = ctx.context
        const acceptLanguage = ctx.headers?.get('accept-language') ?? ''
        const linkMails = createLinkMails({ keys, publicOrigin, acceptLanguage })
        // All work runs after the answer, so that the answer and its timing are the same for an unknown address.
        mails.add(async () => {
          const whose =
            (await openCredentials(adapter).ofEmail(email)) ?? (await openSignUps(adapter).find(email))
          return whose && linkMails.reset(whose)
        })
        return ctx.json(ASKED)
      },
    ),

    resetPassword: createAuthEndpoint(
      '/reset-password',
      { method: 'POST', body: z.object({ token: z.string(), newPassword: z.string() }) },
      async (ctx) => {
        const { token, newPassword } = ctx.body
        const { adapter } = ctx.context
        const credentials = openCredentials(adapter)
        const claims = await verifyLinkToken(keys, token, 'reset')
        if (claims === undefined) throw invalidToken()

        // Both give the address whose password was set.
        async function ofSignUp(id: string): Promise<string | undefined> {
          return (await credentials.confirm(id, await passwords.hash(newPassword)))?.email
        }

        async function ofPerson(person: string): Promise<string | undefined> {
          const credential = await credentials.ofPerson(person)
          if (credential === undefined || stateOf(credential) !== claims?.state) return undefined
          const hash = await passwords.hash(newPassword)
          const isReplaced = await ender.all(person, () =>
            credentials.replace(credential, hash, { endSessions: true }),
          )
          return isReplaced ? credential.email : undefined
        }

        const email = await (claims.state === SIGN_UP_STATE ? ofSignUp : ofPerson)(claims.subject)
        if (email === undefined) throw invalidToken()
        await openLockOut(adapter).clear(email)
        return ctx.json({ status: true })
      },
    ),
  }
}

function invalidToken(): ProblemError {
  return new ProblemError({ status: 400, code: 'invalid_token', field: 'token', detail: 'Invalid token' })
}
