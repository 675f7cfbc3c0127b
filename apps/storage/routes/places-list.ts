import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, pageLimit, problemResponses } from '#lib/http/wire-schemas.ts'
import type { PlaceFinder } from '../places/open-places.ts'
import { readPoint } from '../read-point.ts'

const LIMIT_MAX = 20
const LIMIT_DEFAULT = 10
const TEXT_MAX = 100
/** The licence of the data demands this line wherever it is shown. */
const CREDIT = 'GeoNames, CC BY 4.0' as const

const query = z.object({
  near: z
    .string()
    .optional()
    .openapi({ description: '"lat,lng": what is near comes earlier', example: '52.52,13.405' }),
  limit: pageLimit(LIMIT_MAX, LIMIT_DEFAULT),
  // Last, so that a wrong parameter is named before this one when it is missing.
  q: z
    .string({ error: 'must be given' })
    .min(1, { error: 'must not be empty' })
    .max(TEXT_MAX, { error: `must be at most ${TEXT_MAX} characters` })
    .openapi({ description: 'A name or a postcode, or how it begins; "Neustadt, Sachsen"', example: 'Köln' }),
})

const name = z.object({ de: z.string(), en: z.string() })
const place = z.object({
  name,
  postcode: z.string().optional(),
  state: name.optional(),
  country: z.string().openapi({ description: 'ISO 3166-1 alpha-2', example: 'DE' }),
  at: z.object({ lat: z.number(), lng: z.number() }),
  people: z.int().optional().openapi({ description: 'About so many' }),
})
const answer = z.object({
  items: z.array(place),
  credit: z.literal(CREDIT).openapi({ description: 'To be shown with the places' }),
})

/** `GET /store/places`: places by name or postcode. */
export const placesList = defineRoute({
  method: 'get',
  path: '/store/places',
  access: { everybody: 'the data is public' },
  tags: ['Places'],
  summary: 'Places by name or postcode, best first',
  description: [
    'Covers towns and their parts from about 500 people on in AT, BE, CH, CZ, DE, DK, FR, GB, IE, IT, LI, LU, NL and PL,',
    'larger towns elsewhere, and postcodes and villages in AT, CH, DE and LI; names in Latin letters. No streets.',
  ].join(' '),
  request: { query },
  answers: { 200: json(answer, 'None when nothing is found'), ...problemResponses },
  handle:
    ({ places }: { readonly places: PlaceFinder }) =>
    async (c) => {
      const { q, near, limit } = c.req.valid('query')
      const items = await places.find({
        text: q,
        near: near === undefined ? undefined : readPoint(near),
        limit,
      })
      return c.json({ items, credit: CREDIT }, 200)
    },
})
