import { readPoint } from './read-point.ts'
import { z } from '@hono/zod-openapi'
import { circleAround, type Area } from '#lib/geo/area.ts'
import { isOnGlobe, type Point } from '#lib/geo/point.ts'
import { RING_POINTS_MAX, ringProblem } from '#lib/geo/polygon-problem.ts'
import { badField } from '#lib/http/problem.ts'
import { ownId, personId } from '#lib/http/wire-schemas.ts'
import { COMBINATIONS, findConflict, type SubjectFilter } from '#lib/store/subject-combinations.ts'
import type { SubjectQuery } from '#lib/store/subjects.ts'
import { tidyKeywords } from '#lib/subjects/keywords.ts'
import { matchingKeys } from '#lib/subjects/matching-keys.ts'
import { queryTerms } from '#lib/subjects/text-terms.ts'
import { ringOf } from './region-wire.ts'

const NEAR_METERS_MAX = 100_000
const KEYWORDS_MAX = 100
const Q_WORDS_MAX = 10
const IDS_MAX = 200

/** The parameters of each filter. */
const PARAMETERS = [
  { filter: 'keywords', name: 'keywords' },
  { filter: 'terms', name: 'q' },
  { filter: 'near', name: 'near' },
  { filter: 'near', name: 'place' },
  { filter: 'area', name: 'box' },
  { filter: 'area', name: 'polygon' },
  { filter: 'ids', name: 'id' },
  { filter: 'owner', name: 'owner' },
  { filter: 'notOwner', name: 'not_owner' },
  { filter: 'active', name: 'active' },
] as const satisfies readonly { readonly filter: SubjectFilter; readonly name: string }[]

/** The filters of a list, as they are asked for. */
export const filterShape = {
  keywords: text(2_000)
    .optional()
    .openapi({ description: `Any of these, parted by commas; at most ${KEYWORDS_MAX}` }),
  q: text(200)
    .optional()
    .openapi({
      description: `Words of which each must be in the title, the keywords, the place or the text, in some form in German or English; at most ${Q_WORDS_MAX}`,
      example: 'blue bikes',
    }),
  near: z.string().optional().openapi({ description: '"lat,lng"; needs "radius"', example: '52.52,13.405' }),
  place: text(100).optional().openapi({
    description: 'The name of a place instead of "near": the first that GET /store/places finds',
    example: 'Köln',
  }),
  radius: z.coerce
    .number({ error: 'must be a number of metres' })
    .min(1, { error: 'must be at least 1 metre' })
    .max(NEAR_METERS_MAX, { error: `must be at most ${NEAR_METERS_MAX} metres` })
    .optional(),
  box: text(200).optional().openapi({
    description:
      '"west,south,east,north" in degrees, as the bbox of GeoJSON; a west greater than its east crosses the antimeridian',
    example: '13.3,52.4,13.5,52.6',
  }),
  polygon: text(10_000)
    .optional()
    .openapi({
      description: `The ring of a polygon as JSON, "[[lng,lat],…]" as in GeoJSON: at most ${RING_POINTS_MAX} points and 10,000 km²`,
      example: '[[13.39,52.49],[13.44,52.48],[13.45,52.5]]',
    }),
  id: text(16_000)
    .optional()
    .openapi({ description: `Those with these ids, parted by commas; at most ${IDS_MAX}` }),
  owner: personId.optional(),
  not_owner: personId.optional(),
  active: z.enum(['true', 'false'], { error: 'must be true or false' }).optional(),
}

/** The filters that a caller asks for. */
export type Asked = Readonly<z.output<z.ZodObject<typeof filterShape>>>

/** Which parameters can be given together, in words. */
export const combinationsHelp = `Parameters that can be given together: ${COMBINATIONS.map((line) =>
  PARAMETERS.filter(({ filter }) => line.includes(filter))
    .map(({ name }) => `"${name}"`)
    .join(', '),
).join('; or ')}; but only one of "near" and "place", and of "box" and "polygon"`

/**
 * The filters of a list.
 *
 * @param centre where the place is that is asked for by its name
 * @throws {ProblemError} 400 naming a parameter that cannot be read, or cannot be given together with another one.
 */
export function readFilters(
  asked: Asked,
  centre?: Point,
): Pick<SubjectQuery, (typeof PARAMETERS)[number]['filter']> {
  checkCombination(asked)
  const { keywords, q, near, radius, box, polygon, id, owner, active } = asked
  const middle = near === undefined ? centre : readPoint(near)
  if ((middle === undefined) !== (radius === undefined))
    throw badField('radius', 'must be given with "near" or "place", and only then')
  return {
    keywords: keywords === undefined ? undefined : readKeywords(keywords),
    terms: q === undefined ? undefined : readWords(q),
    near: middle === undefined || radius === undefined ? undefined : { centre: middle, radiusMeters: radius },
    area: box === undefined ? (polygon === undefined ? undefined : readPolygon(polygon)) : readBox(box),
    ids: id === undefined ? undefined : readIds(id),
    owner,
    notOwner: asked.not_owner,
    active: active === undefined ? undefined : active === 'true',
  }
}

/** The words for which a list looks, as they were written; none in a list of what one person has. */
export function wordsIn({ keywords = '', q = '', owner }: Asked): string[] {
  return owner === undefined ? [...keywords.split(','), ...q.split(/\s+/u)] : []
}

/** The middle of where a list looks; undefined when it looks everywhere. */
export function centreOf({ near, area }: Pick<SubjectQuery, 'near' | 'area'>): Point | undefined {
  return near?.centre ?? (area && circleAround(area, 0).centre)
}

function checkCombination(asked: Asked): void {
  const given = PARAMETERS.filter(({ name }) => asked[name] !== undefined)
  const conflict = findConflict(given.map(({ filter }) => filter))
  if (conflict !== undefined) {
    const [first, second] = conflict.map((place) => given[place]?.name ?? '')
    throw badField(second ?? '', `must not be given together with "${first}"`)
  }
  if (asked.near !== undefined && asked.place !== undefined)
    throw badField('place', 'must not be given together with "near"')
  if (asked.box !== undefined && asked.polygon !== undefined)
    throw badField('polygon', 'must not be given together with "box"')
}

function readBox(given: string): Area {
  const [west, south, east, north, ...more] = readNumbers(given)
  const isWhole = north !== undefined && more.length === 0
  if (west === undefined || south === undefined || east === undefined || !isWhole)
    throw badField('box', 'must be "west,south,east,north" in degrees')
  if (!isOnGlobe({ lat: south, lng: west }) || !isOnGlobe({ lat: north, lng: east }))
    throw badField('box', 'must be "west,south,east,north" in degrees, on the globe')
  if (south > north) throw badField('box', 'must have a south that is not greater than its north')
  return { box: { south, north, west, east } }
}

const ring = z.array(z.tuple([z.number(), z.number()]))

function readPolygon(given: string): Area {
  const read = ring.safeParse(parseJson(given))
  if (!read.success) throw badField('polygon', 'must be JSON: a list of [longitude, latitude]')
  const polygon = ringOf(read.data)
  const problem = ringProblem(polygon)
  if (problem !== undefined) throw badField('polygon', problem)
  return { polygon }
}

function parseJson(given: string): unknown {
  try {
    return JSON.parse(given)
  } catch {
    return undefined
  }
}

/** Decimal numbers parted by commas; none when something else is among them. */
function readNumbers(given: string): number[] {
  const parts = given.split(',').map((part) => part.trim())
  return parts.every((part) => /^-?\d+(?:\.\d+)?$/u.test(part)) ? parts.map(Number) : []
}

function readKeywords(given: string): string[] {
  const keywords = tidyKeywords(given.split(','))
  if (keywords.length === 0) throw badField('keywords', 'must hold at least one word')
  if (keywords.length > KEYWORDS_MAX) throw badField('keywords', `must hold at most ${KEYWORDS_MAX} words`)
  return matchingKeys({ keywords })
}

function readWords(given: string): NonNullable<SubjectQuery['terms']> {
  const terms = queryTerms(given)
  if (terms.length === 0) throw badField('q', 'must hold at least one word')
  if (terms.length > Q_WORDS_MAX) throw badField('q', `must hold at most ${Q_WORDS_MAX} words`)
  return terms
}

function readIds(given: string): string[] {
  const ids = given.split(',').map((each) => each.trim())
  if (ids.length > IDS_MAX) throw badField('id', `must hold at most ${IDS_MAX} ids`)
  const strange = ids.find((each) => !ownId.safeParse(each).success)
  if (strange !== undefined) throw badField('id', 'must be ids, parted by commas')
  return ids
}

function text(lengthMax: number) {
  return z
    .string({ error: 'must be text' })
    .max(lengthMax, { error: `must be at most ${lengthMax} characters` })
}
