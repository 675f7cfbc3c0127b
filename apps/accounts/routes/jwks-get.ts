import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import type { AccountsOptions } from '../options.ts'

// About as long as a new key waits before it signs: by then a cached list has expired, or the client fetches it for the new id.
const CACHE_CONTROL = 'public, max-age=60'

const text = z.string().optional()
const keySchema = z
  .object({ kty: text, crv: text, x: text, kid: text, alg: text, use: text })
  .openapi('PublicKey')

/** `GET /accounts/jwks.json`. */
export const jwksGet = defineRoute({
  method: 'get',
  path: '/accounts/jwks.json',
  access: { everybody: 'public keys, by which tokens are proved' },
  summary: "The public keys that people's tokens and device keys are checked with (RFC 7517)",
  answers: { 200: json(z.object({ keys: z.array(keySchema) }), 'All public keys'), ...problemResponses },
  handle:
    ({ keys }: Pick<AccountsOptions, 'keys'>) =>
    async (c) => {
      const published = await keys.accounts.publicJwks()
      const shown = published.map(({ kty, crv, x, kid, alg, use }) => ({ kty, crv, x, kid, alg, use }))
      return c.json({ keys: shown }, 200, { 'cache-control': CACHE_CONTROL })
    },
})
