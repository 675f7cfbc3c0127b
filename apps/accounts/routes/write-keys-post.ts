import { randomBytes } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import { hasControl } from '#lib/events/has-control.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { newId } from '#lib/ids/new-id.ts'
import { writeKeySchema } from '#lib/service-client/write-keys.ts'
import { isBlank } from '#lib/text/is-blank.ts'
import type { AccountsOptions } from '../options.ts'
import { readOrigin } from '../write-keys/read-origin.ts'
import { showWriteKey } from '../write-keys/show-write-key.ts'

const NAME_LENGTH_MAX = 80
const ORIGINS_MAX = 20
const RATE_MAX = 1_000_000
const RATE_DEFAULT = 1_000
const KEY_BYTES = 24

const origin = z.string().transform((text, context) => {
  const read = readOrigin(text)
  if (read !== undefined) return read
  const message = 'must be https://host[:port], http://localhost[:port], or *'
  context.issues.push({ code: 'custom', message, input: text })
  return z.NEVER
})

const rate = z
  .int({ error: 'must be a whole number' })
  .min(1, { error: 'must be at least 1' })
  .max(RATE_MAX, { error: `must be at most ${RATE_MAX}` })

const body = z.object({
  name: z
    .string({ error: 'must be text' })
    .trim()
    .refine((text) => !isBlank(text) && text.length <= NAME_LENGTH_MAX && !hasControl(text), {
      error: `must be 1 to ${NAME_LENGTH_MAX} characters, on one line`,
    }),
  origins: z
    .array(origin)
    .max(ORIGINS_MAX, { error: `must be at most ${ORIGINS_MAX} origins` })
    .default([]),
  ratePerSecond: rate.default(RATE_DEFAULT),
  burst: rate.optional(),
})

/** `POST /accounts/write-keys`. */
export const writeKeysPost = defineRoute({
  method: 'post',
  path: '/accounts/write-keys',
  access: ['admin'],
  summary: 'Creates a write key for an app that sends events',
  request: { body: { required: true, ...json(body, 'The name of the app, its origins and its rate limit') } },
  answers: { 201: json(writeKeySchema, 'Created'), ...problemResponses },
  handle:
    ({ writeKeys }: Pick<AccountsOptions, 'writeKeys'>) =>
    async (c) => {
      const { name, origins, ratePerSecond, burst = ratePerSecond } = c.req.valid('json')
      const key = await writeKeys.add({
        key: `wk_${randomBytes(KEY_BYTES).toString('base64url')}`,
        id: newId(),
        name,
        origins: [...new Set(origins)],
        ratePerSecond,
        burst,
        created: Date.now(),
      })
      return c.json(showWriteKey(key), 201)
    },
})
