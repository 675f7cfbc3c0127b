import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { deviceId, json, problemResponses } from '#lib/http/wire-schemas.ts'
import type { AccountsOptions } from '../options.ts'

const answer = z.object({ person: z.string(), key_id: z.string().optional() })

/** `GET /accounts/devices/{id}/owner`. */
export const deviceOwnerGet = defineRoute({
  method: 'get',
  path: '/accounts/devices/{id}/owner',
  access: ['service'],
  summary: 'The person who registered a device; for services',
  request: { params: z.object({ id: deviceId }) },
  answers: { 200: json(answer, 'The owner, and the id of the current key'), ...problemResponses },
  handle:
    ({ devices }: Pick<AccountsOptions, 'devices'>) =>
    async (c) => {
      const device = await devices.find(c.req.valid('param').id)
      if (device === undefined) throw notFound('device')
      const { person, keyId } = device
      return c.json({ person, ...(keyId !== undefined && { key_id: keyId }) }, 200)
    },
})
