import { createAuthEndpoint, originCheck } from 'better-auth/api'
import { z } from 'zod'
import { verifyLinkToken } from '#lib/auth/tokens.ts'
import { foreignPage } from './auth-answer.ts'
import { openCredentials } from './credentials.ts'
import { createLinkMails } from './create-link-mails.ts'
import type { EndpointOptions } from './endpoint-options.ts'
import { openSignUps } from './sign-ups.ts'

const done = { status: true }

/**
 * The endpoints that sign up and confirm an address. They replace those of better-auth, where a stranger who signs up first
 * with your address sets the password, and your click on any link confirms it.
 */
export function signUpEndpoints({ keys, publicOrigin, mails, passwords }: EndpointOptions) {
  const linkMailsFor = (headers: Headers | undefined) =>
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
        const linkMails = linkMailsFor(ctx.headers)
        const signUps = openSignUps(adapter)
        // The response time must not reveal whether the address has an account. So the same work runs before the answer, and the
        // work that differs runs after it.
        const signUp = await signUps.put({ email, name, password: await passwords.hash(password) })
        mails.add(async () => {
          const known = await openCredentials(adapter).ofEmail(email)
          if (known?.isConfirmed !== true) return linkMails.confirm(signUp, callbackURL)
          await signUps.drop(signUp.id)
          return linkMails.addressInUse(known.email)
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
        // Check the page first, because a link works only once. //host counts as another site: browsers read it as a host name.
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
        const linkMails = linkMailsFor(ctx.headers)
        mails.add(async () => {
          if ((await openCredentials(adapter).ofEmail(email))?.isConfirmed === true) return undefined
          const signUp = await openSignUps(adapter).find(email)
          return signUp && linkMails.confirm(signUp, callbackURL)
        })
        return ctx.json(done)
      },
    ),
  }
}
