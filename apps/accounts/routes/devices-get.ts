import { createRoute, z } from '@hono/zod-openapi'
import { personOf } from '#lib/auth/caller.ts'
import type { App } from '#lib/http/create-app.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import type { AccountsOptions } from '../options.ts'

const route = createRoute({
  method: 'get',
  path: '/accounts/devices',
  summary: 'The devices of the caller',
  responses: {
    200: json(
      z.object({ items: z.array(z.object({ device_id: z.string(), created: z.iso.datetime() })) }),
      'Oldest first',
    ),
    ...problemResponses,
  },
})

/** `GET /accounts/devices`. */
export function getDevices(app: App, { devices }: AccountsOptions): void {
  app.openapi(route, async (c) => {
    const own = await devices.ofPerson(personOf(c.get('caller')) ?? '')
    const items = own.map(({ id, created }) => ({ device_id: id, created: new Date(created).toISOString() }))
    return c.json({ items }, 200)
  })
}
