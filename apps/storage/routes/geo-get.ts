import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { NO_FRONT_END } from '#lib/http/front-end.ts'
import { countedRequestIp, OWN_HOPS } from '#lib/http/request-ip.ts'
import { badField } from '#lib/http/problem.ts'
import { deviceId, problemResponses } from '#lib/http/wire-schemas.ts'
import type { StorageOptions } from '../options.ts'

const NUMBER_LENGTH_MAX = 32
const ACCURACY_METERS_MAX = 100_000

// Those that must be given are looked for by the handler: so a wrong one is named before another one that is missing.
const query = z.object({
  di: deviceId.optional().openapi({ param: needed('di'), description: 'The id of the device' }),
  lt: degrees(90)
    .optional()
    .openapi({ param: needed('lt'), description: 'Its latitude', example: '52.5219' }),
  lg: degrees(180)
    .optional()
    .openapi({ param: needed('lg'), description: 'Its longitude', example: '13.4132' }),
  a: numberText(0, ACCURACY_METERS_MAX)
    .optional()
    .openapi({ description: 'How many metres it may be away from there', example: '12' }),
})

/** `GET /store/geo`: a position, for clients of the previous system. */
export const geoGet = defineRoute({
  method: 'get',
  path: '/store/geo',
  access: { everybody: 'the tracker takes positions from everybody; the key of the device proves them' },
  tags: ['Positions'],
  summary: 'A position of a device, which the tracker stores: the same as GET /t/geo',
  description:
    'It moves what follows the device only with the key of the device, in the header push-device-key, as at the tracker',
  request: { query },
  answers: { 202: { description: 'The tracker has stored it' }, ...problemResponses },
  handle: ({ forwardPosition, front = NO_FRONT_END }: Pick<StorageOptions, 'forwardPosition' | 'front'>) => {
    return async (c) => {
      const { di, lt, lg, a } = c.req.valid('query')
      if (di === undefined) throw missing('di')
      if (lt === undefined) throw missing('lt')
      if (lg === undefined) throw missing('lg')
      await forwardPosition({
        params: { di, lt, lg, ...(a !== undefined && { a }) },
        headers: c.req.raw.headers,
        clientIp: countedRequestIp(c, front.trustedHops + OWN_HOPS),
      })
      return c.body(null, 202)
    }
  },
})

function needed<const Name extends string>(name: Name) {
  return { name, in: 'query', required: true } as const
}

function missing(name: string) {
  return badField(name, 'must be given')
}

function degrees(max: number) {
  return numberText(-max, max)
}

/** A decimal number as text: its digits reach the event as they were sent. */
function numberText(min: number, max: number) {
  const error = `must be a number from ${min} to ${max}`
  return z
    .string({ error })
    .max(NUMBER_LENGTH_MAX, { error })
    .regex(/^-?\d+(?:\.\d+)?$/u, { error })
    .refine((text) => Number(text) >= min && Number(text) <= max, { error })
}
