import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { ProblemError, badField, notFound } from '#lib/http/problem.ts'
import { deviceId, json, problemResponses } from '#lib/http/wire-schemas.ts'
import { askDeviceOwner } from '#lib/service-client/device-owner.ts'
import type { NotificationsOptions } from '../options.ts'
import { mappingSchema, showMapping } from '../mapping-wire.ts'

const target = z.object({ device_id: deviceId })

/** `POST /mappings/{device}/clone`. */
export const mappingClonePost = defineRoute({
  method: 'post',
  path: '/mappings/{device}/clone',
  access: ['admin'],
  summary: 'Gives the subscription and settings of a device to another device of the same person',
  description:
    'For a phone that has a new device id. A subscription belongs to one device, so the old one has none afterwards.',
  request: {
    params: z.object({ device: deviceId }),
    body: { required: true, ...json(target, 'The other device') },
  },
  answers: { 200: json(mappingSchema, 'The mapping of the other device'), ...problemResponses },
  handle:
    ({
      mappings,
      deliveries,
      accounts,
    }: Pick<NotificationsOptions, 'mappings' | 'deliveries' | 'accounts'>) =>
    async (c) => {
      const from = await mappings.find(c.req.valid('param').device)
      if (from === undefined) throw notFound('mapping')
      const { device_id: device } = c.req.valid('json')
      if (device === from.device) throw badField('device_id', 'must be another device')
      if ((await askDeviceOwner(accounts, device))?.person !== from.person) {
        throw badField('device_id', 'must be a device of the same person')
      }
      const before = await mappings.find(device)
      const now = Date.now()
      const clone = { ...from, device, created: now, modified: now }
      if ((await mappings.register(clone, from.device)) === 'conflict') {
        const detail = 'The mapping changed meanwhile: read it again'
        throw new ProblemError({ status: 409, code: 'changed_meanwhile', field: 'device_id', detail })
      }
      await deliveries.route([device], clone.channel)
      await deliveries.handOver(from.device, clone)
      const after = showMapping((await mappings.find(device)) ?? clone)
      c.set('acted', { owner: from.person, before: before && showMapping(before), after })
      return c.json(after, 200)
    },
})
