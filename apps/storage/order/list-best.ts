import { distanceMeters } from '#lib/geo/distance.ts'
import { DISTANCE_CLASSES, distanceClass } from '#lib/matching/distance-class.ts'
import { commonKeywords } from '#lib/matching/rule.ts'
import type { SubjectPage, SubjectQuery, SubjectStore } from '#lib/store/subjects.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { bestCursor, RANKED_MAX, readCursor, writeCursor } from './page-order.ts'

/** How good a subject is for a query. */
interface Rank {
  readonly common: number
  /** The index of its distance class; 0 without `near`. */
  readonly place: number
  readonly id: string
}

/**
 * A page of what has most of the words, then by distance class, then the newest first. Only the newest `RANKED_MAX` that fit are ranked; the
 * following pages rank the same ones, whatever has been written since.
 *
 * @param words as they were asked for; `query.keywords` has their keys
 */
export async function listBest(
  subjects: Pick<SubjectStore, 'list'>,
  { cursor, limit, ...query }: SubjectQuery,
  words: readonly string[],
): Promise<SubjectPage> {
  const [, newest, ...after] = cursor === undefined ? [] : readCursor(bestCursor, cursor)
  // A space comes before each character of an id: what is below this text is the newest id, and all older ones.
  const { items } = await subjects.list({
    ...query,
    cursor: newest && `${newest} `,
    limit: RANKED_MAX,
  })
  const [common, place, id] = after
  const last =
    common === undefined || place === undefined || id === undefined ? undefined : { common, place, id }
  const ranked = items
    .map((subject) => ({ subject, rank: rankOf(subject, words, query.near) }))
    .toSorted((a, b) => compare(a.rank, b.rank))
    .filter(({ rank }) => last === undefined || compare(last, rank) < 0)
  const page = ranked.slice(0, limit)
  const end = page.at(-1)?.rank
  const begin = newest ?? items[0]?.id
  return {
    items: page.map(({ subject }) => subject),
    ...(ranked.length > limit &&
      end !== undefined &&
      begin !== undefined && { next: writeCursor(['best', begin, end.common, end.place, end.id]) }),
  }
}

function rankOf(subject: Subject, words: readonly string[], near: SubjectQuery['near']): Rank {
  const { at, id } = subject
  const place =
    near === undefined || at === undefined
      ? 0
      : DISTANCE_CLASSES.indexOf(distanceClass(distanceMeters(near.centre, at)))
  return { common: commonKeywords({ keywords: words }, subject), place, id }
}

/** Negative when the first comes before the second. */
function compare(a: Rank, b: Rank): number {
  return b.common - a.common || a.place - b.place || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0)
}
