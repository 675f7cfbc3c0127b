import { z } from '@hono/zod-openapi'
import { personOf } from '#lib/auth/caller.ts'
import { signDeviceKey } from '#lib/auth/tokens.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { newId } from '#lib/ids/new-id.ts'
import { deviceId, json, problemResponses } from '#lib/http/wire-schemas.ts'
import type { AccountsOptions } from '../options.ts'

const answer = z.object({ device_id: z.string(), key: z.string() })

/** `POST /accounts/devices`. */
export const devicesPost = defineRoute({
  method: 'post',
  path: '/accounts/devices',
  access: ['own'],
  summary:
    'Registers a device of the caller, and gives its key, which authenticates the positions of the device',
  request: { body: { required: true, ...json(z.object({ device_id: deviceId }), 'The device') } },
  answers: {
    200: json(answer, 'Already registered by the caller; the current key, or a new one if it has none'),
    201: json(answer, 'Registered; the key'),
    ...problemResponses,
  },
  handle:
    ({ keys, devices }: Pick<AccountsOptions, 'keys' | 'devices'>) =>
    async (c) => {
      const person = personOf(c.get('caller')) ?? ''
      const { device_id: id } = c.req.valid('json')
      const created = Date.now()
      const fresh = newId()
      const device = await devices.register({ id, person, created, keyId: fresh })
      if (device.person !== person) {
        const detail = 'Another person has registered this device, and must release it first'
        throw new ProblemError({ status: 409, code: 'device_taken', field: 'device_id', detail })
      }
      const { keyId } = device
      if (keyId === undefined)
        throw new Error(`Cannot give a key of device "${id}": it was registered without one`)
      const key = await signDeviceKey(keys, { device: id, person, keyId })
      const isNew = device.created === created && keyId === fresh
      return c.json({ device_id: id, key }, isNew ? 201 : 200, { 'cache-control': 'no-store' })
    },
})
