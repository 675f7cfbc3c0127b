import { z } from '@hono/zod-openapi'
import { POSITION_SCHEMA, shownRegion } from '../region-wire.ts'
import { subjectSchema } from '../subject-wire.ts'

const position = z.tuple([z.number(), z.number()]).openapi(POSITION_SCHEMA)
const lines = z.array(z.array(position))

const geometry = z
  .union([
    z.object({ type: z.literal('Point'), coordinates: position }),
    z.object({ type: z.literal('Polygon'), coordinates: lines }),
    z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(lines) }),
  ])
  .nullable()
  .openapi({
    description:
      'The centre of a circle, or a polygon: cut at the antimeridian, with more points on long edges; null without a place',
  })

const { id, region: _region, ...shown } = subjectSchema.shape

/** A search or an offer as a Feature of GeoJSON (https://www.rfc-editor.org/rfc/rfc7946). */
export const featureSchema = z
  .object({
    type: z.literal('Feature'),
    id,
    bbox: z
      .array(z.number())
      .length(4)
      .optional()
      .openapi({ description: 'Of a polygon: west, south, east, north' }),
    geometry,
    properties: z.object({
      ...shown,
      radiusMeters: z.number().optional().openapi({ description: 'Of a circle' }),
      at: shownRegion.shape.at,
    }),
  })
  .openapi('Feature')

export type Feature = z.output<typeof featureSchema>

/** A page of a list as a FeatureCollection of GeoJSON. */
export const featuresSchema = z
  .object({
    type: z.literal('FeatureCollection'),
    features: z.array(featureSchema),
    next: z.string().optional().openapi({ description: 'The cursor of the following page' }),
  })
  .openapi('FeatureCollection')
