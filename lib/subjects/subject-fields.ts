import { z } from '@hono/zod-openapi'
import { ownId } from '#lib/http/wire-schemas.ts'
import { defineField } from '#lib/subjects/define-field.ts'
import { LANGUAGES, TERMS_TYPES, TOPICS, WANTS, type Wants } from '#lib/subjects/choices.ts'
import { foldKeyword } from '#lib/subjects/fold-keyword.ts'
import { tidyKeywords } from '#lib/subjects/keywords.ts'
import { isBlank } from '#lib/text/is-blank.ts'

const TITLE_LENGTH_MAX = 200
const TEXT_LENGTH_MAX = 5_000
const IMAGES_MAX = 10
const IMAGE_TEXT_LENGTH_MAX = 300
const EXT_BYTES_MAX = 8_192
const NOT_MAX = 32
const NOT_LENGTH_MAX = 64
const AMOUNT_MAX = 1_000_000_000

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

const imageTexts = defineField({
  help: 'What is on its pictures, in words, by the id of the picture; for people who do not see them',
  schema: z
    .record(ownId, shortText(IMAGE_TEXT_LENGTH_MAX), { error: 'must be an object of texts' })
    .refine((texts) => Object.keys(texts).length <= IMAGES_MAX, { error: `must hold at most ${IMAGES_MAX}` })
    .default({}),
  shown: z.record(z.string(), z.string()).optional(),
  seenBy: 'everybody',
  before: {},
  onCreate: (written): Readonly<Record<string, string>> => written,
  show: (kept) => (Object.keys(kept).length === 0 ? undefined : { ...kept }),
  bson: 'string',
  isJsonInMongo: true,
  sample: { ab: 'A blue bicycle at a wall', cd: 'Its lamp' },
})

const not = defineField({
  help: 'Words that exclude: what has one of them among its keywords is no match',
  schema: z
    .array(
      shortText(NOT_LENGTH_MAX).refine((word) => isBlank(word) || foldKeyword(word) !== '', {
        error: 'must hold a letter, a digit or a sign',
      }),
      { error: 'must be a list of words' },
    )
    .max(NOT_MAX, { error: `must hold at most ${NOT_MAX}` })
    .default([]),
  shown: z.array(z.string()).optional(),
  seenBy: 'owner',
  before: [],
  onCreate: (written): readonly string[] => tidyKeywords(written),
  show: (kept) => [...kept],
  bson: 'array',
  sample: ['rental', 'Kinderfahrräder'],
})

const terms = defineField({
  help: 'What its owner asks for it: nothing, an amount of money, or something else in return',
  schema: termsSchema().optional(),
  shown: termsShape().optional(),
  seenBy: 'everybody',
  before: undefined,
  onCreate: (written): Terms | undefined => written,
  bson: 'object',
  sample: { type: 'price', amount: 12.5, currency: 'EUR' },
})

const topic = defineField({
  help: 'What it is about: things, lost and found things, or help',
  schema: z.enum(TOPICS, { error: `must be one of ${TOPICS.join(', ')}` }).default('things'),
  shown: z.enum(TOPICS),
  seenBy: 'everybody',
  before: 'things',
  onCreate: (written) => written,
  bson: 'string',
  sample: 'lost-and-found',
})

const ext = defineField({
  help: 'Free fields of its owner, at most 8 KiB of JSON',
  schema: z
    .record(z.string(), z.unknown(), { error: 'must be an object' })
    .refine((value) => new TextEncoder().encode(JSON.stringify(value)).length <= EXT_BYTES_MAX, {
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
  imageTexts,
  not,
  terms,
  topic,
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

type Terms = z.output<ReturnType<typeof termsShape>>

function termsShape() {
  const shape = z.object({
    type: z.enum(TERMS_TYPES, { error: `must be one of ${TERMS_TYPES.join(', ')}` }),
    amount: z
      .number({ error: 'must be a number' })
      .min(0.01, { error: 'must be at least 0.01' })
      .max(AMOUNT_MAX, { error: `must be at most ${AMOUNT_MAX}` })
      .optional()
      .openapi({ description: 'With at most two decimal places; given with "price", and only then' }),
    currency: z
      .string({ error: 'must be text' })
      .regex(/^[A-Z]{3}$/u, { error: 'must be three capital letters, as in ISO 4217' })
      .optional()
      .openapi({ description: 'By ISO 4217; given with "price", and only then', example: 'EUR' }),
  })
  return shape.openapi({ example: { type: 'price', amount: 12.5, currency: 'EUR' } })
}

function termsSchema() {
  return termsShape().superRefine(({ type, amount, currency }, context) => {
    const refuse = (field: string, message: string) => {
      context.addIssue({ code: 'custom', path: [field], message })
    }
    for (const [field, value] of Object.entries({ amount, currency })) {
      if ((value !== undefined) !== (type === 'price'))
        refuse(field, 'must be given when "type" is "price", and only then')
    }
    if (amount !== undefined && Number(amount.toFixed(2)) !== amount)
      refuse('amount', 'must have at most two decimal places')
  })
}
