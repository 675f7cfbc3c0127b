import { z } from '@hono/zod-openapi'
import { personOf } from '#lib/auth/caller.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { ProblemError, notFound } from '#lib/http/problem.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { eraseAccount, erasingSchema } from '../erasure/erase-account.ts'
import type { ErasureOptions } from '../erasure/erasure-options.ts'
import { isDevCall } from '../is-dev-call.ts'
import { tooManyTries } from '../people/auth-answer.ts'
import { code, ticket } from '../people/auth-endpoints.ts'
import { PASSWORD_LENGTH_MAX } from '../people/auth-options.ts'
import { wrongCode } from '../people/code-endpoints.ts'
import type { SignInCode } from '../people/sign-in-codes.ts'

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
        z.object({
          password: z.string({ error: 'must be text' }).max(PASSWORD_LENGTH_MAX).default(''),
          ticket: ticket.optional(),
          code: code.optional(),
        }),
        'The current password; or a code from `POST /accounts/auth/send-code`, with its ticket',
      ),
    },
  },
  answers: { 200: json(erasingSchema, 'The account is gone'), ...problemResponses },
  handle: (options: Pick<ErasureOptions, 'auth' | 'eraser' | 'devLogin'>) => async (c) => {
    const { auth, devLogin } = options
    const person = personOf(c.get('caller')) ?? ''
    const account = await auth.accounts.find(person)
    const given = c.req.valid('json')
    if (account !== undefined && given.ticket !== undefined)
      await checkCode(auth, account.email, { ticket: given.ticket, code: given.code ?? '' })
    else if (account !== undefined)
      await checkPassword(auth, { person, email: account.email, password: given.password })
    // A person of the development login has no password.
    else if (!(await isDevCall(c, devLogin))) throw notFound('account')
    return c.json(await eraseAccount(options, person, c.req.header('accept-language') ?? ''), 200)
  },
})

async function checkCode(auth: ErasureOptions['auth'], email: string, given: SignInCode): Promise<void> {
  if ((await auth.codes.use(given)) !== email) throw wrongCode()
}

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
