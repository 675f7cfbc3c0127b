import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { deviceId, problemResponses } from '#lib/http/wire-schemas.ts'
import { deviceOf } from '../device-of.ts'
import type { AccountsOptions } from '../options.ts'

/** `POST /accounts/devices/{id}/revoke`. */
export const deviceRevokePost = defineRoute({
  method: 'post',
  path: '/accounts/devices/{id}/revoke',
  access: ['own', 'admin'],
  summary:
    'Makes all keys of a device invalid at once, for example after the loss of the phone; the owner does not change',
  request: { params: z.object({ id: deviceId }) },
  answers: {
    204: { description: 'The keys are invalid. The owner gets a new one by POST /accounts/devices' },
    ...problemResponses,
  },
  handle:
    ({ devices }: Pick<AccountsOptions, 'devices'>) =>
    async (c) => {
      const device = deviceOf(c.req.valid('param').id, c.get('caller'))
      if (!(await devices.revoke(device, Date.now()))) throw notFound('device')
      return c.body(null, 204)
    },
})
