import type { z } from '@hono/zod-openapi'
import type { SubjectPage, SubjectQuery, SubjectStore } from '#lib/store/subjects.ts'
import { tidyKeywords } from '#lib/subjects/keywords.ts'
import { listBest } from './list-best.ts'
import { listNearest } from './list-nearest.ts'
import { checkSort, readId, type orderShape } from './page-order.ts'

/** What decides the order of a list. */
interface Asked extends Readonly<z.output<z.ZodObject<typeof orderShape>>> {
  /** As it was asked for. */
  readonly keywords?: string | undefined
}

/**
 * A page of a list in the order that was asked for.
 *
 * @throws {ProblemError} 400 when the list cannot have this order, or the cursor is from another one.
 */
export async function listInOrder(
  subjects: Pick<SubjectStore, 'list'>,
  query: Omit<SubjectQuery, 'cursor'>,
  { sort, cursor, keywords = '' }: Asked,
): Promise<SubjectPage> {
  checkSort(sort, query)
  if (sort === 'nearest') return listNearest(subjects, { ...query, near: query.near, cursor })
  if (sort === 'best') return listBest(subjects, { ...query, cursor }, tidyKeywords(keywords.split(',')))
  return subjects.list({ ...query, cursor: cursor && readId(cursor) })
}
