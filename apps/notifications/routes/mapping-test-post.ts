import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { ProblemError, notFound } from '#lib/http/problem.ts'
import { deviceId, json, problemResponses } from '#lib/http/wire-schemas.ts'
import { tooManyCalls } from '#lib/rates/too-many-calls.ts'
import type { DeliveryDraft } from '#lib/store/deliveries.ts'
import type { Mapping } from '#lib/store/mappings.ts'
import type { NotificationsOptions } from '../options.ts'
import { mayRead } from '../mapping-wire.ts'
import { NO_CHANNEL } from '../register/read-subscription.ts'

/** A device gets at most one test in each such time. */
const WINDOW_MS = 10_000

/** `POST /mappings/{device}/test`. */
export const mappingTestPost = defineRoute({
  method: 'post',
  path: '/mappings/{device}/test',
  access: ['own', 'admin'],
  summary: 'Rings a device with a test push, at most one in ten seconds',
  request: { params: z.object({ device: deviceId }) },
  answers: {
    202: json(z.object({ delivery: z.string() }), 'Its delivery is stored, and sent next'),
    ...problemResponses,
  },
  handle:
    ({ mappings, deliveries, onAdded }: Pick<NotificationsOptions, 'mappings' | 'deliveries' | 'onAdded'>) =>
    async (c) => {
      const mapping = await mappings.find(c.req.valid('param').device)
      if (mapping === undefined || !mayRead(c.get('caller'), mapping.person)) throw notFound('mapping')
      if (mapping.state !== 'active' || mapping.channel === NO_CHANNEL) {
        const detail = 'The device has no active subscription: register it again'
        throw new ProblemError({ status: 409, code: 'not_rung', detail })
      }
      const nowMs = Date.now()
      const draft = testOf(mapping, nowMs)
      if ((await deliveries.add([draft])) === 0) {
        throw tooManyCalls((WINDOW_MS - (nowMs % WINDOW_MS)) / 1_000)
      }
      onAdded()
      c.set('acted', { owner: mapping.person, after: { device_id: mapping.device, delivery: draft.id } })
      return c.json({ delivery: draft.id }, 202)
    },
})

/** The store keeps one delivery by its name and device: this limits tests, also of several processes. */
function testOf({ device, person, channel }: Mapping, nowMs: number): DeliveryDraft {
  return {
    id: crypto.randomUUID(),
    match: `test ${Math.floor(nowMs / WINDOW_MS)}`,
    pair: `test ${device}`,
    ringKey: '',
    person,
    device,
    channel,
    content: { kind: 'test' },
    created: nowMs,
  }
}
