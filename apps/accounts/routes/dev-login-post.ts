import { z } from '@hono/zod-openapi'
import { signPersonToken, TOKEN_SECONDS } from '#lib/auth/tokens.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { assertOwnOrigin } from '#lib/http/own-origin.ts'
import { NO_FRONT_END } from '#lib/http/front-end.ts'
import { ProblemError, type Problem } from '#lib/http/problem.ts'
import { json, personId, problemResponses } from '#lib/http/wire-schemas.ts'
import { STATION_NAMES } from '#lib/station/station-names.ts'
import { isDevCall } from '../is-dev-call.ts'
import type { AccountsOptions } from '../options.ts'

const OFF: Problem = {
  status: 403,
  code: 'dev_login_off',
  detail:
    'The development login is off. It needs DEV_LOGIN=true, a call from this machine, loopback addresses in HOST and PUBLIC_URL, and TRUSTED_HOPS=0',
}

/** `POST /accounts/dev-login`. */
export const devLoginPost = defineRoute({
  method: 'post',
  path: '/accounts/dev-login',
  access: { everybody: 'for developers on this machine; closed elsewhere' },
  summary:
    'A token for any person, when DEV_LOGIN is on: for calls from this machine, when only this machine can reach the platform',
  request: {
    body: {
      required: true,
      ...json(
        z.object({ person: personId, audience: z.enum(STATION_NAMES) }),
        'The person, and the station to call',
      ),
    },
  },
  answers: {
    200: json(z.object({ token: z.string(), expires_in: z.int() }), 'A bearer token'),
    ...problemResponses,
  },
  handle: (options: Pick<AccountsOptions, 'keys' | 'front' | 'isDevLogin'>) => async (c) => {
    const { keys, front = NO_FRONT_END } = options
    if (!(await isDevCall(c, options))) throw new ProblemError(OFF)
    // A page of another site in the developer's browser must not get tokens.
    assertOwnOrigin(c.req.raw.headers, front.publicOrigin)
    const { person, audience } = c.req.valid('json')
    const token = await signPersonToken(keys, { person, role: 'person' }, audience)
    return c.json({ token, expires_in: TOKEN_SECONDS }, 200, { 'cache-control': 'no-store' })
  },
})
