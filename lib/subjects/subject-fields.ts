import { z } from '@hono/zod-openapi'
import { ownId } from '#lib/http/wire-schemas.ts'
import { defineField } from '#lib/subjects/define-field.ts'
import { LANGUAGES, WANTS, type Wants } from '#lib/subjects/choices.ts'
import { isBlank } from '#lib/text/is-blank.ts'

const TITLE_LENGTH_MAX = 200
const TEXT_LENGTH_MAX = 5_000
const IMAGES_MAX = 10
const EXT_BYTES_MAX = 8_192

const wants = defineField({
  help: 'What a search looks for: offers, or other searches. An offer has always "offers"',
  schema: z.enum(WANTS, { error: `must be one of ${WANTS.join(', ')}` }).default('offers'),
  shown: z.enum(WANTS),
  seenBy: 'everybody',
  before: 'offers',
  onCreate: (written, { kind }): Wants => (kind === 'search' ? written : 'offers'),
  bson: 'string',
  isInEveryDocument: true,
  sample: 'searches',
})

const title = defineField({
  help: 'What it is, in a line',
  schema: shortText(TITLE_LENGTH_MAX).refine((text) => !isBlank(text), { error: 'must not be blank' }),
  shown: z.string(),
  seenBy: 'everybody',
  before: '',
  onCreate: (written) => written,
  bson: 'string',
  isInEveryDocument: true,
  sample: 'A bicycle',
})

const text = defineField({
  help: 'More about it',
  schema: shortText(TEXT_LENGTH_MAX).default(''),
  shown: z.string(),
  seenBy: 'everybody',
  before: '',
  onCreate: (written) => written,
  bson: 'string',
  isInEveryDocument: true,
  sample: 'Blue, with lights',
})

const language = defineField({
  help: 'Whose word forms its keywords meet; without it those of both',
  schema: z
    .enum(LANGUAGES, { error: `must be one of ${LANGUAGES.join(', ')}` })
    .optional()
    .openapi({ description: 'Whose word forms its keywords meet; without it those of both' }),
  shown: z.enum(LANGUAGES).optional(),
  seenBy: 'everybody',
  before: undefined,
  onCreate: (written) => written,
  bson: 'string',
  sample: 'de',
})

const place = defineField({
  help: 'Where it is, in words',
  schema: shortText(TITLE_LENGTH_MAX).default(''),
  shown: z.string(),
  seenBy: 'everybody',
  before: '',
  onCreate: (written) => written,
  bson: 'string',
  isInEveryDocument: true,
  sample: 'Kreuzberg',
})

const showLocation = defineField({
  help: 'Whether others see its exact place; else they see a cell of the privacy grid',
  schema: z.boolean({ error: 'must be true or false' }).default(false),
  shown: z.boolean(),
  seenBy: 'everybody',
  before: false,
  onCreate: (written) => written,
  bson: 'bool',
  isInEveryDocument: true,
  sample: true,
})

const allowContacts = defineField({
  help: 'Whether others may write to its owner',
  schema: z.boolean({ error: 'must be true or false' }).default(false),
  shown: z.boolean(),
  seenBy: 'everybody',
  before: false,
  onCreate: (written) => written,
  bson: 'bool',
  isInEveryDocument: true,
  sample: true,
})

const images = defineField({
  help: 'Ids of its pictures at apps/images, in order',
  schema: z
    .array(ownId)
    .max(IMAGES_MAX, { error: `must hold at most ${IMAGES_MAX}` })
    .default([]),
  shown: z.array(z.string()),
  seenBy: 'everybody',
  before: [],
  onCreate: (written): readonly string[] => written,
  show: (kept) => [...kept],
  bson: 'array',
  isInEveryDocument: true,
  sample: ['ab', 'cd'],
})

const ext = defineField({
  help: 'Free fields of its owner, at most 8 KiB of JSON',
  schema: z
    .record(z.string(), z.unknown(), { error: 'must be an object' })
    .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= EXT_BYTES_MAX, {
      error: `must be at most ${EXT_BYTES_MAX} bytes of JSON`,
    })
    .default({}),
  shown: z.record(z.string(), z.unknown()).optional(),
  seenBy: 'owner',
  before: {},
  onCreate: (written): Readonly<Record<string, unknown>> => written,
  bson: 'string',
  isInEveryDocument: true,
  isJsonInMongo: true,
  sample: { size: 'L', gears: [7, null, { electric: false }] },
})

/**
 * The fields that owners write and that do not depend on each other. Fields that do (the region, the device, the keywords, the
 * validity and `active`) are handled with their rules in apps/storage.
 */
export const subjectFields = {
  wants,
  title,
  text,
  language,
  place,
  showLocation,
  allowContacts,
  images,
  ext,
}

/** Their names. */
export type FieldName = keyof typeof subjectFields

/** Their values, as the stations exchange them. */
export type OwnerFields = {
  readonly [Name in FieldName]: ReturnType<(typeof subjectFields)[Name]['onCreate']>
}

function shortText(lengthMax: number) {
  return z
    .string({ error: 'must be text' })
    .max(lengthMax, { error: `must be at most ${lengthMax} characters` })
}
