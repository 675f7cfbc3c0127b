import { createRoute, z } from '@hono/zod-openapi'
import { personOf } from '#lib/auth/caller.ts'
import type { App } from '#lib/http/create-app.ts'
import { preferredLanguage } from '#lib/http/preferred-language.ts'
import { ProblemError, notFound } from '#lib/http/problem.ts'
import { json, personId, problemResponses } from '#lib/http/wire-schemas.ts'
import { isDevCall } from '../is-dev-call.ts'
import { tooMany } from '../people/auth-answer.ts'
import { PASSWORD_LENGTH_MAX } from '../people/auth-options.ts'
import { farewellText } from '../people/mail-texts.ts'
import type { ErasureOptions } from '../erasure/erasure-options.ts'

const erasingSchema = z
  .object({
    erased_at: z.iso.datetime(),
    /** When the last copy of what the person's devices sent has expired. */
    copies_until: z.iso.datetime(),
    /** What could not be reached yet; it is done without further asking. */
    pending: z.array(z.string()),
  })
  .openapi('Erasing')

const responses = { 200: json(erasingSchema, 'The account is gone'), ...problemResponses }

const own = createRoute({
  method: 'delete',
  path: '/accounts/people/me',
  summary: "Deletes the caller's account and everything that is theirs",
  request: {
    body: {
      required: true,
      ...json(
        z.object({ password: z.string({ error: 'must be text' }).max(PASSWORD_LENGTH_MAX).default('') }),
        'The password, once more',
      ),
    },
  },
  responses,
})

const any = createRoute({
  method: 'delete',
  path: '/accounts/people/{person}',
  summary: "Deletes a person's account and everything that is theirs; for admins, when people ask by letter",
  request: { params: z.object({ person: personId }) },
  responses,
})

/** `DELETE /accounts/people/me` and `DELETE /accounts/people/{person}`. */
export function deleteAccount(app: App, options: ErasureOptions): void {
  const { auth, eraser, devLogin } = options

  async function erase(person: string, language: string): Promise<z.output<typeof erasingSchema>> {
    const account = await auth.accounts.find(person)
    const { erasedAt, copiesUntil, pending } = await auth.ender.all(person, () => eraser.erase(person))
    if (account !== undefined) {
      const mail = { to: account.email, ...farewellText(preferredLanguage(language), copiesUntil) }
      auth.mails.post(() => Promise.resolve(mail))
    }
    return {
      erased_at: new Date(erasedAt).toISOString(),
      copies_until: new Date(copiesUntil).toISOString(),
      pending: [...pending],
    }
  }

  app.openapi(own, async (c) => {
    const person = personOf(c.get('caller')) ?? ''
    const account = await auth.accounts.find(person)
    if (account !== undefined) await checkPassword(person, account.email, c.req.valid('json').password)
    // Who signed in as anybody has no password; anybody could do the same.
    else if (!(await isDevCall(c, devLogin))) throw notFound('account')
    return c.json(await erase(person, c.req.header('accept-language') ?? ''), 200)
  })

  app.openapi(any, async (c) =>
    c.json(await erase(c.req.valid('param').person, c.req.header('accept-language') ?? ''), 200),
  )

  /** As a sign-in: who has somebody's token, but not their password, gets no more tries at it. */
  async function checkPassword(person: string, email: string, password: string): Promise<void> {
    const waitSeconds = await auth.lockOut.admit(email)
    if (waitSeconds !== undefined) throw tooMany(waitSeconds)
    if (await auth.accounts.isPassword(person, password)) {
      await auth.lockOut.clear(email)
      return
    }
    const detail = '"password" is wrong'
    throw new ProblemError({ status: 403, code: 'wrong_password', field: 'password', detail })
  }
}
