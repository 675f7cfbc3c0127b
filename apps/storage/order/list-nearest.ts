import { classBounds, DISTANCE_CLASSES } from '#lib/matching/distance-class.ts'
import type { SubjectPage, SubjectQuery, SubjectStore } from '#lib/store/subjects.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { nearestCursor, readCursor, writeCursor } from './page-order.ts'

type NearQuery = SubjectQuery & Required<Pick<SubjectQuery, 'near'>>

/**
 * A page of what is near: class by class, in each the newest first. Each class is a walk of its own, so that nothing is sorted; nothing finer than
 * the class decides the order.
 */
export async function listNearest(
  subjects: Pick<SubjectStore, 'list'>,
  { cursor, limit, ...query }: NearQuery,
): Promise<SubjectPage> {
  const [, begin = 0, below] = cursor === undefined ? [] : readCursor(nearestCursor, cursor)
  const found: (readonly [place: number, subject: Subject])[] = []
  // One more than requested, to know whether another page follows.
  for (let place = begin; place < DISTANCE_CLASSES.length && found.length <= limit; place++) {
    const near = withinClass(query.near, place)
    if (near === undefined) break
    const page = await subjects.list({
      ...query,
      near,
      cursor: place === begin ? below : undefined,
      limit: limit + 1 - found.length,
    })
    found.push(...page.items.map((subject) => [place, subject] as const))
  }
  const items = found.slice(0, limit).map(([, subject]) => subject)
  const [place = 0, last] = found[limit - 1] ?? []
  return found.length > limit && last !== undefined
    ? { items, next: writeCursor(['nearest', place, last.id]) }
    : { items }
}

/** The part of a circle that is in a distance class; undefined when the circle ends before it. */
function withinClass(near: NearQuery['near'], place: number): NearQuery['near'] {
  const { beyondMeters, untilMeters } = classBounds(place)
  if (near === undefined || (beyondMeters !== undefined && near.radiusMeters <= beyondMeters))
    return undefined
  return { ...near, beyondMeters, radiusMeters: Math.min(near.radiusMeters, untilMeters) }
}
