import { z } from '@hono/zod-openapi'
import { personOf } from '#lib/auth/caller.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import type { Device } from '#lib/store/devices.ts'
import type { AccountsOptions } from '../options.ts'

const deviceSchema = z
  .object({
    device_id: z.string(),
    created: z.iso.datetime(),
    state: z.enum(['active', 'without_key']),
    key_created: z.iso.datetime().optional(),
    /** When all its keys were last revoked. */
    keys_revoked: z.iso.datetime().optional(),
  })
  .openapi('Device')

/** `GET /accounts/devices`. */
export const devicesGet = defineRoute({
  method: 'get',
  path: '/accounts/devices',
  access: ['own'],
  summary: 'The devices of the caller',
  answers: {
    200: json(z.object({ items: z.array(deviceSchema) }), 'Oldest first'),
    ...problemResponses,
  },
  handle:
    ({ devices }: Pick<AccountsOptions, 'devices'>) =>
    async (c) => {
      const own = await devices.ofPerson(personOf(c.get('caller')) ?? '')
      return c.json({ items: own.map(showDevice) }, 200)
    },
})

function showDevice({ id, created, keyId, keyCreated, keysRevoked }: Device) {
  return {
    device_id: id,
    created: new Date(created).toISOString(),
    state: keyId === undefined ? ('without_key' as const) : ('active' as const),
    ...(keyCreated !== undefined && { key_created: new Date(keyCreated).toISOString() }),
    ...(keysRevoked !== undefined && { keys_revoked: new Date(keysRevoked).toISOString() }),
  }
}
