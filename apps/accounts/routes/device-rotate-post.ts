import { createRoute, z } from '@hono/zod-openapi'
import { personOf } from '#lib/auth/caller.ts'
import { signDeviceKey } from '#lib/auth/tokens.ts'
import type { App } from '#lib/http/create-app.ts'
import { notFound } from '#lib/http/problem.ts'
import { deviceId, json, problemResponses } from '#lib/http/wire-schemas.ts'
import { newId } from '#lib/ids/new-id.ts'
import { deviceOf } from '../device-of.ts'
import type { AccountsOptions } from '../options.ts'

const answer = z.object({ device_id: z.string(), key: z.string().optional() })

const route = createRoute({
  method: 'post',
  path: '/accounts/devices/{id}/rotate',
  summary: 'Puts a new key in the place of the current one, which stays good for a while',
  request: { params: z.object({ id: deviceId }) },
  responses: { 200: json(answer, 'Rotated; the new key, for its owner only'), ...problemResponses },
})

/** `POST /accounts/devices/{id}/rotate`. */
export function postDeviceRotate(app: App, { keys, devices, rotateGraceMs: graceMs }: AccountsOptions): void {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param')
    const caller = c.get('caller')
    const keyId = newId()
    const device = await devices.rotate(deviceOf(id, caller), { keyId, nowMs: Date.now(), graceMs })
    if (device === undefined) throw notFound('device')
    const { person } = device
    // An admin may end a key, not move in another's name: the owner gets it from POST /accounts/devices.
    const isOwner = personOf(caller) === person
    const key = isOwner ? await signDeviceKey(keys, { device: id, person, keyId }) : undefined
    return c.json({ device_id: id, ...(key !== undefined && { key }) }, 200, { 'cache-control': 'no-store' })
  })
}
