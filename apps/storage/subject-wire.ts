import { z } from '@hono/zod-openapi'
import { deviceId, ownId, personId } from '#lib/http/wire-schemas.ts'
import { DISTANCE_CLASSES } from '#lib/matching/distance-class.ts'
import { LANGUAGES, SUBJECT_KINDS, WANTS } from '#lib/subjects/subject.ts'
import { isBlank } from '#lib/text/is-blank.ts'

/** Bounds of a circle in metres. */
export const RADIUS_METERS_MIN = 50
export const RADIUS_METERS_MAX = 50_000

/** Different keywords of one subject. */
export const KEYWORDS_MAX = 32
// More are hardly meant, and folding them costs.
const KEYWORDS_READ_MAX = 100
/** Length of a keyword as it is written. */
export const KEYWORD_LENGTH_MAX = 64
// Of one that an older version kept, see `withTidyKeywords()`.
const KEPT_KEYWORD_LENGTH_MAX = KEYWORD_LENGTH_MAX * 18
const TITLE_LENGTH_MAX = 200
const TEXT_LENGTH_MAX = 5_000
const IMAGES_MAX = 10
const EXT_BYTES_MAX = 8_192

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
  // Beyond them, by its offset, what is shown would not be RFC 3339 again.
  .refine((text) => isWithinYears(Date.parse(text)), { error: 'must lie in the years 0 to 9999' })

/** A search or an offer as its owner writes it. */
export const draftSchema = z
  .object({
    owner: personId
      .optional()
      .openapi({ description: 'Only services and admins write in the name of others' }),
    wants: z.enum(WANTS, { error: `must be one of ${WANTS.join(', ')}` }).default('offers'),
    title: shortText(TITLE_LENGTH_MAX).refine((title) => !isBlank(title), { error: 'must not be blank' }),
    text: shortText(TEXT_LENGTH_MAX).default(''),
    keywords: z
      .array(shortText(KEPT_KEYWORD_LENGTH_MAX), { error: 'must be a list of words' })
      .max(KEYWORDS_READ_MAX, { error: `must hold at most ${KEYWORDS_READ_MAX} words` })
      .openapi({ type: 'array', items: { type: 'string' }, example: ['bicycle'] }),
    language: z
      .enum(LANGUAGES, { error: `must be one of ${LANGUAGES.join(', ')}` })
      .optional()
      .openapi({ description: 'Whose word forms its keywords meet; without it those of both' }),
    // Nothing else may stand there: what is passed over would make it another region than the one that is meant.
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
    place: shortText(TITLE_LENGTH_MAX).default(''),
    showLocation: z.boolean({ error: 'must be true or false' }).default(false),
    allowContacts: z.boolean({ error: 'must be true or false' }).default(false),
    active: z.boolean({ error: 'must be true or false' }).optional().openapi({
      description: 'True for a new one unless said otherwise; an edit without it leaves it as it is',
    }),
    validFrom: moment.optional(),
    validUntil: moment.optional(),
    images: z
      .array(ownId)
      .max(IMAGES_MAX, { error: `must hold at most ${IMAGES_MAX}` })
      .default([]),
    ext: z
      .record(z.string(), z.unknown(), { error: 'must be an object' })
      .refine((ext) => Buffer.byteLength(JSON.stringify(ext)) <= EXT_BYTES_MAX, {
        error: `must be at most ${EXT_BYTES_MAX} bytes of JSON`,
      })
      .default({}),
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

/** A search or an offer as it is shown: fields of its owner only where the owner asks. */
export const subjectSchema = z
  .object({
    id: z.string(),
    kind: z.enum(SUBJECT_KINDS),
    wants: z.enum(WANTS),
    title: z.string(),
    text: z.string(),
    keywords: z.array(z.string()),
    language: z.enum(LANGUAGES).optional(),
    owner: z.string(),
    region: z.object({
      circle: z.object({
        centre: z.object({ lat: z.number(), lng: z.number() }).optional(),
        radiusMeters: z.number(),
      }),
    }),
    mobile: z.boolean(),
    device: z.string().optional(),
    place: z.string(),
    showLocation: z.boolean(),
    allowContacts: z.boolean(),
    active: z.boolean(),
    validFrom: z.string().optional(),
    validUntil: z.string().optional(),
    images: z.array(z.string()),
    trusted: z.boolean(),
    created: z.string(),
    modified: z.string(),
    ext: z.record(z.string(), z.unknown()).optional(),
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
