import { z } from '@hono/zod-openapi'
import { deviceId, personId } from '#lib/http/wire-schemas.ts'
import { DISTANCE_CLASSES } from '#lib/matching/distance-class.ts'
import { shownShape, writtenShape } from '#lib/subjects/fields-of.ts'
import { SUBJECT_KINDS } from '#lib/subjects/choices.ts'

/** Limits of a radius in metres. */
export const RADIUS_METERS_MIN = 50
export const RADIUS_METERS_MAX = 50_000

/** Maximum number of different keywords of one subject. */
export const KEYWORDS_MAX = 32
// Checked before folding, which is expensive.
const KEYWORDS_READ_MAX = 100
/** Maximum length of a keyword before folding. */
export const KEYWORD_LENGTH_MAX = 64
// Maximum length of a keyword that an older version stored, see `withTidyKeywords()`.
const KEPT_KEYWORD_LENGTH_MAX = KEYWORD_LENGTH_MAX * 18

const latitude = z
  .number({ error: 'must be a number' })
  .min(-90, { error: 'must be −90 to 90' })
  .max(90, { error: 'must be −90 to 90' })
const longitude = z
  .number({ error: 'must be a number' })
  .min(-180, { error: 'must be −180 to 180' })
  .max(180, { error: 'must be −180 to 180' })
const radiusMeters = z
  .number({ error: 'must be a number of metres' })
  .min(RADIUS_METERS_MIN, { error: `must be at least ${RADIUS_METERS_MIN} metres` })
  .max(RADIUS_METERS_MAX, { error: `must be at most ${RADIUS_METERS_MAX} metres` })
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
    // Strict: ignoring an unknown field would give another region than the owner meant.
    region: z.strictObject(
      {
        circle: z.strictObject({
          centre: z.strictObject({ lat: latitude, lng: longitude }).optional(),
          radiusMeters,
        }),
      },
      { error: 'must be {"circle": {"centre": {"lat", "lng"}, "radiusMeters"}}' },
    ),
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
  .refine(({ mobile, region }) => mobile || region.circle.centre !== undefined, {
    path: ['region', 'circle', 'centre'],
    error: 'must be given unless "mobile" is true',
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

/** A search or an offer as it is shown. Only its owner sees the private fields. */
export const subjectSchema = z
  .object({
    id: z.string(),
    kind: z.enum(SUBJECT_KINDS),
    ...shownShape,
    keywords: z.array(z.string()),
    owner: z.string(),
    region: z.object({
      circle: z.object({
        centre: z.object({ lat: z.number(), lng: z.number() }).optional(),
        radiusMeters: z.number(),
      }),
    }),
    mobile: z.boolean(),
    device: z.string().optional(),
    active: z.boolean(),
    validFrom: z.string().optional(),
    validUntil: z.string().optional(),
    trusted: z.boolean(),
    created: z.string(),
    modified: z.string(),
    distanceClass: z.enum(DISTANCE_CLASSES).optional().openapi({ description: 'Kilometres to "near"' }),
  })
  .openapi('Subject')

export type SubjectView = z.output<typeof subjectSchema>

function isWithinYears(ms: number): boolean {
  return ms >= Date.parse('0000-01-01T00:00:00Z') && ms <= Date.parse('9999-12-31T23:59:59.999Z')
}

function shortText(lengthMax: number) {
  return z
    .string({ error: 'must be text' })
    .max(lengthMax, { error: `must be at most ${lengthMax} characters` })
}
