import { createAuthEndpoint, originCheck } from 'better-auth/api'
import { z } from 'zod'
import { verifyLinkToken } from '#lib/auth/tokens.ts'
import { foreignPage } from './auth-answer.ts'
import { openCredentials } from './credentials.ts'
import { createLinkMails } from './create-link-mails.ts'
import type { PasswordParts } from './password-parts.ts'
import { openSignUps } from './sign-ups.ts'

const done = { status: true }

/**
 * The endpoints that sign up and confirm an address; they replace the library's. The library keeps the first sign-up with an
 * address, and its links confirm any sign-up with the address.
 */
export function signUpEndpoints({ keys, publicOrigin, mails, passwords }: PasswordParts) {
  const mailsFor = (headers: Headers | undefined) =>
    createLinkMails({ keys, publicOrigin, acceptLanguage: headers?.get('accept-language') ?? '' })

  return {
    signUpEmail: createAuthEndpoint(
      '/sign-up/email',
      {
        method: 'POST',
        body: z.object({
          email: z.string(),
          password: z.string(),
          name: z.string(),
          callbackURL: z.string(),
        }),
      },
      async (ctx) => {
        const { email, password, name, callbackURL } = ctx.body
        const { adapter } = ctx.context
        const letters = mailsFor(ctx.headers)
        const signUps = openSignUps(adapter)
        // An address with an account causes the same work; different work runs after the answer.
        const signUp = await signUps.put({ email, name, password: await passwords.hash(password) })
        mails.post(async () => {
          const known = await openCredentials(adapter).ofEmail(email)
          if (known?.isConfirmed !== true) return letters.confirm(signUp, callbackURL)
          await signUps.drop(signUp.id)
          return letters.known(known.email)
        })
        return ctx.json(done)
      },
    ),

    verifyEmail: createAuthEndpoint(
      '/verify-email',
      {
        method: 'GET',
        query: z.object({ token: z.string(), callbackURL: z.string().default('/') }),
        use: [originCheck((ctx) => ctx.query?.['callbackURL'])],
      },
      async (ctx) => {
        const { token, callbackURL } = ctx.query
        const page = new URL(callbackURL, publicOrigin)
        // Check before the link is used up: browsers read a path that begins with two slashes as a host name.
        if (page.origin !== publicOrigin || /^[/\\]{2}/u.test(page.pathname)) throw foreignPage()
        const claims = await verifyLinkToken(keys, token, 'confirm')
        const isConfirmed =
          claims !== undefined &&
          (await openCredentials(ctx.context.adapter).confirm(claims.subject)) !== undefined
        if (!isConfirmed) page.searchParams.set('error', 'INVALID_TOKEN')
        throw ctx.redirect(page.pathname + page.search + page.hash)
      },
    ),

    sendVerificationEmail: createAuthEndpoint(
      '/send-verification-email',
      { method: 'POST', body: z.object({ email: z.string(), callbackURL: z.string() }) },
      async (ctx) => {
        const { email, callbackURL } = ctx.body
        const { adapter } = ctx.context
        const letters = mailsFor(ctx.headers)
        mails.post(async () => {
          if ((await openCredentials(adapter).ofEmail(email))?.isConfirmed === true) return undefined
          const signUp = await openSignUps(adapter).find(email)
          return signUp && letters.confirm(signUp, callbackURL)
        })
        return ctx.json(done)
      },
    ),
  }
}
