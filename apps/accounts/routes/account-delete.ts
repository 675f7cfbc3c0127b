import { z } from '@hono/zod-openapi'
import { personOf } from '#lib/auth/caller.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { ProblemError, notFound } from '#lib/http/problem.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { eraseAccount, erasingSchema } from '../erasure/erase-account.ts'
import type { ErasureOptions } from '../erasure/erasure-options.ts'
import { isDevCall } from '../is-dev-call.ts'
import { tooManyTries } from '../people/auth-answer.ts'
import { PASSWORD_LENGTH_MAX } from '../people/auth-options.ts'

/** `DELETE /accounts/people/me`: a person deletes their own account. */
export const accountDelete = defineRoute({
  method: 'delete',
  path: '/accounts/people/me',
  access: ['own', 'operate', 'admin'],
  summary: "Deletes the caller's account and everything that is theirs",
  request: {
    body: {
      required: true,
      ...json(
        z.object({ password: z.string({ error: 'must be text' }).max(PASSWORD_LENGTH_MAX).default('') }),
        'The current password',
      ),
    },
  },
  answers: { 200: json(erasingSchema, 'The account is gone'), ...problemResponses },
  handle: (options: Pick<ErasureOptions, 'auth' | 'eraser' | 'devLogin'>) => async (c) => {
    const { auth, devLogin } = options
    const person = personOf(c.get('caller')) ?? ''
    const account = await auth.accounts.find(person)
    if (account !== undefined)
      await checkPassword(auth, { person, email: account.email, password: c.req.valid('json').password })
    // A person of the development login has no password.
    else if (!(await isDevCall(c, devLogin))) throw notFound('account')
    return c.json(await eraseAccount(options, person, c.req.header('accept-language') ?? ''), 200)
  },
})

/** Counts like a sign-in: a stolen token gives no more tries of the password. */
async function checkPassword(
  auth: ErasureOptions['auth'],
  { person, email, password }: { person: string; email: string; password: string },
): Promise<void> {
  const waitSeconds = await auth.lockOut.admit(email)
  if (waitSeconds !== undefined) throw tooManyTries(waitSeconds)
  if (await auth.accounts.isPassword(person, password)) {
    await auth.lockOut.clear(email)
    return
  }
  const detail = '"password" is wrong'
  throw new ProblemError({ status: 403, code: 'wrong_password', field: 'password', detail })
}
