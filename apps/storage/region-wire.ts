import { z } from '@hono/zod-openapi'
import type { Point } from '#lib/geo/point.ts'
import { RING_POINTS_MAX } from '#lib/geo/polygon-problem.ts'

/** Limits of a radius in metres. */
export const RADIUS_METERS_MIN = 50
export const RADIUS_METERS_MAX = 50_000

const latitude = z
  .number({ error: 'must be a number' })
  .min(-90, { error: 'must be −90 to 90' })
  .max(90, { error: 'must be −90 to 90' })
const longitude = z
  .number({ error: 'must be a number' })
  .min(-180, { error: 'must be −180 to 180' })
  .max(180, { error: 'must be −180 to 180' })
const point = z.strictObject({ lat: latitude, lng: longitude }, { error: 'must be {"lat", "lng"}' })
const radiusMeters = z
  .number({ error: 'must be a number of metres' })
  .min(RADIUS_METERS_MIN, { error: `must be at least ${RADIUS_METERS_MIN} metres` })
  .max(RADIUS_METERS_MAX, { error: `must be at most ${RADIUS_METERS_MAX} metres` })

/** A position of GeoJSON in the document of the API. */
export const POSITION_SCHEMA = {
  type: 'array' as const,
  items: { type: 'number' as const },
  minItems: 2,
  maxItems: 2,
}

// One more than a ring has: GeoJSON repeats the first position at the end.
const ring = z
  .array(
    z
      .tuple([longitude, latitude], { error: 'must be [longitude, latitude]' })
      .openapi({ ...POSITION_SCHEMA, description: 'Longitude and latitude, in this order, as in GeoJSON' }),
    { error: 'must be a list of [longitude, latitude]' },
  )
  .max(RING_POINTS_MAX + 1, { error: `must have at most ${RING_POINTS_MAX} points` })

/** The region of a draft: a circle, or a polygon and its location. Strict, because ignoring an unknown field would give another region. */
export const writtenRegion = z
  .strictObject(
    {
      circle: z
        .strictObject(
          { centre: point.optional(), radiusMeters },
          { error: 'must be {"centre": {"lat", "lng"}, "radiusMeters"}' },
        )
        .optional(),
      polygon: ring.optional().openapi({
        description: `The ring of a polygon: at most ${RING_POINTS_MAX} positions in either direction; the first may be repeated at the end. Needs "at"`,
      }),
      at: point.optional().openapi({ description: 'The location of a polygon, inside it' }),
    },
    {
      error:
        'must be {"circle": {"centre": {"lat", "lng"}, "radiusMeters"}} or {"polygon": [[longitude, latitude], …], "at": {"lat", "lng"}}',
    },
  )
  .transform(({ circle, polygon, at }, context) => {
    const refuse = (field: string, message: string) => {
      context.addIssue({ code: 'custom', path: [field], message })
      return z.NEVER
    }
    if (polygon === undefined) {
      if (at !== undefined) return refuse('at', 'must not be given without "polygon"')
      return circle === undefined ? refuse('circle', 'must be given, or "polygon" with "at"') : { circle }
    }
    if (circle !== undefined) return refuse('polygon', 'must not be given beside "circle"')
    return at === undefined ? refuse('at', 'must be given with "polygon"') : { polygon: ringOf(polygon), at }
  })

/** A region as it is shown: a circle, or a polygon and its location. */
export const shownRegion = z.object({
  circle: z
    .object({
      centre: z.object({ lat: z.number(), lng: z.number() }).optional(),
      radiusMeters: z.number(),
    })
    .optional(),
  polygon: z
    .array(z.tuple([z.number(), z.number()]).openapi(POSITION_SCHEMA))
    .optional()
    .openapi({
      description:
        'The ring of a polygon, as [longitude, latitude]. Others see a circle that contains it when the location is hidden',
    }),
  at: z
    .object({ lat: z.number(), lng: z.number() })
    .optional()
    .openapi({ description: 'The location of a polygon' }),
})

/** The ring of positions of GeoJSON. A repetition of the first at the end is dropped. */
export function ringOf(positions: readonly (readonly [lng: number, lat: number])[]): Point[] {
  const [first, last] = [positions[0], positions.at(-1)]
  const isClosed = positions.length > 1 && first?.[0] === last?.[0] && first?.[1] === last?.[1]
  return (isClosed ? positions.slice(0, -1) : positions).map(([lng, lat]) => ({ lat, lng }))
}
