import { z } from '@hono/zod-openapi'
import { signPersonToken, TOKEN_SECONDS, type PersonRole } from '#lib/auth/tokens.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { assertOwnOrigin } from '#lib/http/own-origin.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { STATION_NAMES } from '#lib/station/station-names.ts'
import type { PeopleOptions } from '../people/people-options.ts'
import { isFromApp, sessionHeaders } from '../people/session-headers.ts'

// From lowest to highest. A higher role does not include the lower ones: only a person writes searches.
const ROLES = ['person', 'operate', 'admin'] as const satisfies readonly PersonRole[]

const wanted = z.object({
  audience: z.enum(STATION_NAMES),
  role: z
    .enum(ROLES)
    .optional()
    .openapi({ description: "Not above the account's own, which it is where none is named" }),
})

/** `POST /accounts/tokens`. */
export const tokensPost = defineRoute({
  method: 'post',
  path: '/accounts/tokens',
  access: { everybody: 'looks at the session itself' },
  summary:
    'A token for one station, valid for five minutes, for the session in the cookie or in X-Session-Token',
  request: {
    body: {
      required: true,
      ...json(wanted, 'The station to call, and the role'),
    },
  },
  answers: {
    200: json(z.object({ token: z.string(), expires_in: z.int() }), 'A bearer token'),
    ...problemResponses,
  },
  handle:
    ({ auth, keys, isErased }: Pick<PeopleOptions, 'auth' | 'keys' | 'isErased'>) =>
    async (c) => {
      const { headers } = c.req.raw
      assertOwnOrigin(headers, auth.publicOrigin)
      const owner = await auth.sessionOf(sessionHeaders(headers))
      if (owner === undefined || (await isErased(owner.person))) {
        throw new ProblemError({
          status: 401,
          code: 'no_session',
          detail: 'There is no session: sign in first',
        })
      }
      const { audience, role = owner.role } = c.req.valid('json')
      if (ROLES.indexOf(role) > ROLES.indexOf(owner.role)) {
        const detail = `"role" must not be above the role of the account, which is "${owner.role}"`
        throw new ProblemError({ status: 403, code: 'role_too_high', field: 'role', detail })
      }
      const { person, session } = owner
      const token = await signPersonToken(keys, { person, role, session }, audience)
      if (!isFromApp(headers)) {
        for (const cookie of owner.headers.getSetCookie()) c.header('set-cookie', cookie, { append: true })
      }
      return c.json({ token, expires_in: TOKEN_SECONDS }, 200, { 'cache-control': 'no-store' })
    },
})
