import { createRoute, z } from '@hono/zod-openapi'
import { signPersonToken, TOKEN_SECONDS } from '#lib/auth/tokens.ts'
import type { App } from '#lib/http/create-app.ts'
import { isOwnPage } from '#lib/http/is-own-page.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { json, personId, problemResponses } from '#lib/http/wire-schemas.ts'
import { STATION_NAMES } from '#lib/station/station-names.ts'
import type { AccountsOptions } from '../options.ts'

const route = createRoute({
  method: 'post',
  path: '/accounts/dev-login',
  summary: 'A token for anybody, where DEV_LOGIN allows it: for one developer on one machine',
  request: {
    body: {
      required: true,
      ...json(
        z.object({ person: personId, audience: z.enum(STATION_NAMES) }),
        'Who, and the station to be called',
      ),
    },
  },
  responses: {
    200: json(z.object({ token: z.string(), expires_in: z.int() }), 'A bearer token'),
    ...problemResponses,
  },
})

/** `POST /accounts/dev-login`. */
export function postDevLogin(app: App, { keys, isDevLogin }: AccountsOptions): void {
  app.openapi(route, async (c) => {
    if (!isDevLogin) {
      const detail = 'Development login is off; it is on where DEV_LOGIN=true'
      throw new ProblemError({ status: 403, code: 'dev_login_off', detail })
    }
    // A page of another site, open in the developer's browser, must not get tokens from the developer's machine.
    const origin = c.req.header('origin')
    if (origin !== undefined && !isOwnPage(origin, c.req.header('host'))) {
      throw new ProblemError({
        status: 403,
        code: 'foreign_origin',
        detail: 'Pages of other sites may not sign in here',
      })
    }
    const { person, audience } = c.req.valid('json')
    const token = await signPersonToken(keys, { person, role: 'person' }, audience)
    return c.json({ token, expires_in: TOKEN_SECONDS }, 200, { 'cache-control': 'no-store' })
  })
}
