import { z } from '@hono/zod-openapi'
import { personOf } from '#lib/auth/caller.ts'
import { signDeviceKey } from '#lib/auth/tokens.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { deviceId, json, problemResponses } from '#lib/http/wire-schemas.ts'
import { newId } from '#lib/ids/new-id.ts'
import { deviceOf } from '../device-of.ts'
import type { AccountsOptions } from '../options.ts'

const answer = z.object({ device_id: z.string(), key: z.string().optional() })

/** `POST /accounts/devices/{id}/rotate`. */
export const deviceRotatePost = defineRoute({
  method: 'post',
  path: '/accounts/devices/{id}/rotate',
  access: ['own', 'admin'],
  summary: 'Replaces the current key; the old key stays valid for a limited time',
  request: { params: z.object({ id: deviceId }) },
  answers: { 200: json(answer, 'Rotated. Only the owner receives the new key'), ...problemResponses },
  handle:
    ({
      keys,
      devices,
      rotateGraceMs: graceMs,
    }: Pick<AccountsOptions, 'keys' | 'devices' | 'rotateGraceMs'>) =>
    async (c) => {
      const { id } = c.req.valid('param')
      const caller = c.get('caller')
      const keyId = newId()
      const device = await devices.rotate(deviceOf(id, caller), { keyId, nowMs: Date.now(), graceMs })
      if (device === undefined) throw notFound('device')
      const { person } = device
      // An admin may end a key, but must not act for the owner: the owner gets the new key from POST /accounts/devices.
      const isOwner = personOf(caller) === person
      const key = isOwner ? await signDeviceKey(keys, { device: id, person, keyId }) : undefined
      return c.json({ device_id: id, ...(key !== undefined && { key }) }, 200, {
        'cache-control': 'no-store',
      })
    },
})
