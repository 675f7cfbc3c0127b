import { z } from '@hono/zod-openapi'
import { badField } from '#lib/http/problem.ts'
import { ownId } from '#lib/http/wire-schemas.ts'
import { DISTANCE_CLASSES } from '#lib/matching/distance-class.ts'
import type { SubjectQuery } from '#lib/store/subjects.ts'

const SORTS = ['newest', 'nearest', 'best'] as const

type Sort = (typeof SORTS)[number]

/** `best` ranks only so many: the newest that fit. */
export const RANKED_MAX = 500

const CURSOR_LENGTH_MAX = 400

// Not a character of ids. The cursor of the newest is an id.
const MARK = '~'

/** The parameters of the order of a list. */
export const orderShape = {
  sort: z
    .enum(SORTS, { error: `must be one of ${SORTS.join(', ')}` })
    .default('newest')
    .openapi({
      description:
        `"nearest" needs "near": the nearest distance class first, in a class the newest first. "best" needs "keywords": what has most of them first, ` +
        `then by class with "near", then the newest; among the newest ${RANKED_MAX} that fit`,
    }),
  cursor: z
    .string({ error: 'must be text' })
    .max(CURSOR_LENGTH_MAX, { error: `must be at most ${CURSOR_LENGTH_MAX} characters` })
    .optional()
    .openapi({ description: 'The "next" of the page before, asked for with the same "sort"' }),
}

const classIndex = z
  .int()
  .min(0)
  .max(DISTANCE_CLASSES.length - 1)

/** Where a page of the nearest goes on: below an id in a distance class. */
export const nearestCursor = z.tuple([z.literal('nearest'), classIndex, ownId])

/** Where a page of the best goes on: the newest id that is ranked, and how the last one on the page before is ranked. */
export const bestCursor = z.tuple([z.literal('best'), ownId, z.int().min(0), classIndex, ownId])

/**
 * The cursor of an order that is not that of the ids.
 *
 * @throws {ProblemError} 400 when it is not from a page in this order.
 */
export function readCursor<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  const read = schema.safeParse(text.startsWith(MARK) ? parse(text.slice(1)) : undefined)
  if (!read.success) throw wrongCursor()
  return read.data
}

/** A cursor as clients see it: they need not know what is in it. */
export function writeCursor(cursor: z.output<typeof nearestCursor> | z.output<typeof bestCursor>): string {
  return MARK + Buffer.from(JSON.stringify(cursor)).toString('base64url')
}

/**
 * The cursor of the newest.
 *
 * @throws {ProblemError} 400 when it is from a page in another order.
 */
export function readId(text: string): string {
  const read = ownId.safeParse(text)
  if (!read.success) throw wrongCursor()
  return read.data
}

/**
 * Checks that a list can have an order.
 *
 * @throws {ProblemError} 400 when a filter is missing.
 */
export function checkSort(sort: Sort, { near, keywords }: Pick<SubjectQuery, 'near' | 'keywords'>): void {
  if (sort === 'nearest' && near === undefined) throw badField('sort', 'must not be "nearest" without "near"')
  if (sort === 'best' && keywords === undefined)
    throw badField('sort', 'must not be "best" without "keywords"')
}

function wrongCursor() {
  return badField('cursor', 'must be the "next" of a page with the same "sort"')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
