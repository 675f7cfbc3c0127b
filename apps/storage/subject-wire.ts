import { z } from '@hono/zod-openapi'
import type { Point } from '#lib/geo/point.ts'
import { polygonProblem } from '#lib/geo/polygon-problem.ts'
import { GRID_METERS, snapToGrid } from '#lib/geo/snap.ts'
import { deviceId, personId } from '#lib/http/wire-schemas.ts'
import { ringsSchema } from '#lib/service-client/ask-rings.ts'
import { DISTANCE_CLASSES } from '#lib/matching/distance-class.ts'
import { shownShape, writtenShape } from '#lib/subjects/fields-of.ts'
import { STAGES, SUBJECT_KINDS } from '#lib/subjects/choices.ts'
import { WARNINGS } from '#lib/trust/warnings.ts'
import { shownRegion, writtenRegion } from './region-wire.ts'

/** Maximum number of different keywords of one subject. */
export const KEYWORDS_MAX = 32
// Checked before folding, which is expensive.
const KEYWORDS_READ_MAX = 100
/** Maximum length of a keyword before folding. */
export const KEYWORD_LENGTH_MAX = 64
// Maximum length of a keyword that an older version stored, see `withTidyKeywords()`.
const KEPT_KEYWORD_LENGTH_MAX = KEYWORD_LENGTH_MAX * 18

const moment = z.iso
  .datetime({ offset: true, error: 'must be RFC 3339 text' })
  // With its offset, a time outside of these years could not be shown as RFC 3339 again.
  .refine((text) => isWithinYears(Date.parse(text)), { error: 'must lie in the years 0 to 9999' })

/** A search or an offer as its owner writes it. */
export const draftSchema = z
  .object({
    owner: personId
      .optional()
      .openapi({ description: 'Only services and admins write in the name of others' }),
    ...writtenShape,
    keywords: z
      .array(shortText(KEPT_KEYWORD_LENGTH_MAX), { error: 'must be a list of words' })
      .max(KEYWORDS_READ_MAX, { error: `must hold at most ${KEYWORDS_READ_MAX} words` })
      .openapi({ type: 'array', items: { type: 'string' }, example: ['bicycle'] }),
    region: writtenRegion,
    mobile: z.boolean({ error: 'must be true or false' }).default(false),
    device: deviceId.optional(),
    active: z.boolean({ error: 'must be true or false' }).optional().openapi({
      description: 'True for a new one unless said otherwise; an edit without it leaves it as it is',
    }),
    validFrom: moment.optional(),
    validUntil: moment.optional(),
  })
  .refine(({ mobile, device }) => mobile === (device !== undefined), {
    path: ['device'],
    error: 'must be given when "mobile" is true, and only then',
  })
  .superRefine((draft, context) => {
    // Zod calls this also after an issue inside of the region, with the region as it was before its transformation.
    const problem = context.issues.length > 0 ? undefined : regionProblem(draft)
    if (problem) context.addIssue({ code: 'custom', ...problem })
  })
  .refine(
    ({ validFrom, validUntil }) =>
      !validFrom || !validUntil || Date.parse(validFrom) < Date.parse(validUntil),
    {
      path: ['validUntil'],
      error: 'must be later than "validFrom"',
    },
  )
  .openapi('Draft')

export type Draft = z.output<typeof draftSchema>

interface RegionDraft {
  readonly mobile: boolean
  readonly showLocation: boolean
  readonly region: z.output<typeof writtenRegion>
}

/** A search or an offer as it is shown. Only its owner sees the private fields. */
export const subjectSchema = z
  .object({
    id: z.string(),
    kind: z.enum(SUBJECT_KINDS),
    ...shownShape,
    keywords: z.array(z.string()),
    owner: z.string(),
    region: shownRegion,
    mobile: z.boolean(),
    device: z.string().optional(),
    lastSeen: z.string().optional().openapi({
      description: 'When its device last sent a position; only for its owner',
    }),
    paused: z.literal(true).optional().openapi({
      description:
        'Its device is silent: it has no place, and matches nothing, until the next position; only for its owner',
    }),
    active: z.boolean(),
    stage: z.enum(STAGES).openapi({
      description: 'A reserved one begins no new matches; a settled one is over',
    }),
    hidden: z.literal(true).optional().openapi({
      description: 'Operators hide it from everybody but its owner, until they have looked at it',
    }),
    hiddenBecause: z.string().optional().openapi({ description: 'Why they hide it' }),
    validFrom: z.string().optional(),
    validUntil: z.string().optional(),
    trusted: z.boolean(),
    warnings: z.array(z.enum(WARNINGS)).openapi({ description: 'What a reader is warned of' }),
    created: z.string(),
    modified: z.string(),
    distanceClass: z.enum(DISTANCE_CLASSES).optional().openapi({ description: 'Kilometres to "near"' }),
  })
  .openapi('Subject')

/** A new search or offer as its writer sees it. */
export const createdSchema = subjectSchema
  .extend({
    rings: ringsSchema.optional().openapi({
      description: 'How its owner is told of matches now; absent when it is not known at the moment',
    }),
  })
  .openapi('CreatedSubject')

export type SubjectView = z.output<typeof subjectSchema>

/** What is wrong with a region, given the other fields of its draft. */
function regionProblem({ mobile, showLocation, region }: RegionDraft) {
  const { circle, polygon, at } = region
  if (polygon === undefined) {
    if (mobile || circle.centre !== undefined) return undefined
    return { path: ['region', 'circle', 'centre'], message: 'must be given unless "mobile" is true' }
  }
  const path = ['region', 'polygon']
  if (mobile)
    return { path, message: 'must not be given when "mobile" is true: what follows a phone has a circle' }
  const message = polygonProblem(polygon, at, locationErrorMeters(at, showLocation))
  return message === undefined ? undefined : { path, message }
}

/**
 * How far the location of a polygon may be outside of it. Its owner reads a hidden one as the middle of its cell of the grid, and must be
 * able to write it back.
 */
function locationErrorMeters(at: Point, showLocation: boolean): number {
  const { lat, lng } = snapToGrid(at)
  return !showLocation && lat === at.lat && lng === at.lng ? GRID_METERS : 0
}

function isWithinYears(ms: number): boolean {
  return ms >= Date.parse('0000-01-01T00:00:00Z') && ms <= Date.parse('9999-12-31T23:59:59.999Z')
}

function shortText(lengthMax: number) {
  return z
    .string({ error: 'must be text' })
    .max(lengthMax, { error: `must be at most ${lengthMax} characters` })
}
