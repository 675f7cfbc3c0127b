import { createAuthEndpoint, originCheck } from 'better-auth/api'
import { z } from 'zod'
import { verifyLinkToken } from '#lib/auth/tokens.ts'
import { foreignPage } from './auth-answer.ts'
import { openCredentials } from './credentials.ts'
import { linkMails } from './link-mails.ts'
import type { PasswordParts } from './password-plugin.ts'
import { openSignUps } from './sign-ups.ts'

const done = { status: true }

/**
 * The endpoints that sign up and confirm an address, in the place of the library's: its sign-up keeps whoever comes first,
 * and its links confirm whoever signed up with the address.
 */
export function signUpEndpoints({ keys, publicOrigin, mails, passwords }: PasswordParts) {
  const mailsFor = (headers: Headers | undefined) =>
    linkMails({ keys, publicOrigin, acceptLanguage: headers?.get('accept-language') ?? '' })

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
        // The same is done for an address that has an account; what differs is done after the answer.
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
        // Before the link is used up: what begins so is read as the name of a host.
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
