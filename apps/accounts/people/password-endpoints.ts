import { createAuthEndpoint, sensitiveSessionMiddleware } from 'better-auth/api'
import { z } from 'zod'
import { ProblemError } from '#lib/http/problem.ts'
import { openCredentials } from './credentials.ts'
import { tooManyTries } from './auth-answer.ts'
import { openLockOut } from './lock-out.ts'
import type { EndpointOptions } from './endpoint-options.ts'
import { openSignUps } from './sign-ups.ts'
import { signedIn, wrongAtSignIn } from './signed-in.ts'

/**
 * The endpoints that check a password; they replace the library's. They count wrong passwords together, and give no session
 * for a password that was replaced meanwhile.
 */
export function passwordEndpoints({ passwords, ender }: EndpointOptions) {
  return {
    signInEmail: createAuthEndpoint(
      '/sign-in/email',
      {
        method: 'POST',
        body: z.object({ email: z.string(), password: z.string(), rememberMe: z.boolean().default(true) }),
      },
      async (ctx) => {
        const { email, password, rememberMe } = ctx.body
        const { adapter, internalAdapter } = ctx.context
        const credentials = openCredentials(adapter)
        const lockOut = openLockOut(adapter)
        const waitSeconds = await lockOut.admit(email)
        if (waitSeconds !== undefined) throw tooManyTries(waitSeconds)

        const credential = await credentials.ofEmail(email)
        const waiting = credential ?? (await openSignUps(adapter).find(email))
        const hash = credential?.hash ?? (waiting && 'password' in waiting ? waiting.password : undefined)
        // An unknown address costs the same work.
        const isRight =
          hash === undefined
            ? await passwords.hash(password).then(() => false)
            : await passwords.verify({ hash, password })
        if (!isRight) throw wrongAtSignIn()
        if (credential?.isConfirmed !== true) throw notConfirmed()

        const session = await internalAdapter.createSession(credential.person, !rememberMe)
        // A later replacement of the password also ends this session.
        if ((await credentials.ofPerson(credential.person))?.hash !== credential.hash) {
          await internalAdapter.deleteSession(session.token)
          throw wrongAtSignIn()
        }
        await lockOut.clear(email)
        return signedIn(ctx, session, !rememberMe)
      },
    ),

    changePassword: createAuthEndpoint(
      '/change-password',
      {
        method: 'POST',
        body: z.object({
          currentPassword: z.string(),
          newPassword: z.string(),
          revokeOtherSessions: z.boolean(),
        }),
        use: [sensitiveSessionMiddleware],
      },
      async (ctx) => {
        const { currentPassword, newPassword, revokeOtherSessions } = ctx.body
        const { adapter, internalAdapter, session } = ctx.context
        const credentials = openCredentials(adapter)
        const lockOut = openLockOut(adapter)
        const credential = await credentials.ofPerson(session.user.id)
        if (credential === undefined) throw wrongPassword()
        const waitSeconds = await lockOut.admit(credential.email)
        if (waitSeconds !== undefined) throw tooManyTries(waitSeconds)
        if (!(await passwords.verify({ hash: credential.hash, password: currentPassword })))
          throw wrongPassword()

        const hash = await passwords.hash(newPassword)
        const replace = () => credentials.replace(credential, hash, { endSessions: revokeOtherSessions })
        const isReplaced = await (revokeOtherSessions ? ender.all(credential.person, replace) : replace())
        // A concurrent call has already changed the password.
        if (!isReplaced) throw wrongPassword()
        await lockOut.clear(credential.email)
        if (!revokeOtherSessions) return signedIn(ctx, session.session)
        return signedIn(ctx, await internalAdapter.createSession(credential.person))
      },
    ),
  }
}

function notConfirmed(): ProblemError {
  return new ProblemError({ status: 403, code: 'email_not_verified', detail: 'Email not verified' })
}

function wrongPassword(): ProblemError {
  const detail = 'Invalid password'
  return new ProblemError({ status: 400, code: 'invalid_password', field: 'currentPassword', detail })
}
