import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, personId, problemResponses } from '#lib/http/wire-schemas.ts'
import { ringsSchema } from '#lib/service-client/ask-rings.ts'
import { assertMayKnow } from '../change-preferences.ts'
import { devicePortsOf, devicesToRing } from '../devices-to-ring.ts'
import { MAIL_CHANNEL } from '../mail-boxes.ts'
import type { NotificationsOptions } from '../options.ts'

/** `GET /preferences/{user}/rings`. */
export const ringsGet = defineRoute({
  method: 'get',
  path: '/preferences/{user}/rings',
  access: ['own', 'service', 'admin'],
  summary: 'How a person is told of a match now: by how many devices, and whether by mail',
  request: { params: z.object({ user: personId }) },
  answers: {
    200: json(ringsSchema, 'Without devices and mail, matches are only in the inbox'),
    ...problemResponses,
  },
  handle: (options: NotificationsOptions) => async (c) => {
    const { user } = c.req.valid('param')
    assertMayKnow(c.get('caller'), user)
    const rung = (await devicesToRing([user], devicePortsOf(options))).get(user) ?? []
    const devices = rung.filter(({ channel }) => channel !== MAIL_CHANNEL).length
    return c.json({ devices, mail: rung.length > devices }, 200)
  },
})
