import { type Box, circleBoxes } from '#lib/geo/circle-boxes.ts'
import { distanceMeters } from '#lib/geo/distance.ts'
import type { Tables } from '#lib/store/sqlite/open-tables.ts'
import type { SubjectRole } from '#lib/store/subject-role.ts'
import type { PlaceRows } from '#lib/store/sqlite/place-rows.ts'
import type { SubjectRow } from '#lib/store/sqlite/subject-row.ts'
import { countStatement, searchStatement, type Statement } from '#lib/store/sqlite/subject-sql.ts'
import { ANCHOR_METERS_MAX } from '#lib/store/place-subjects.ts'
import type { IndexedSubject, SubjectQuery } from '#lib/store/subjects.ts'

/** Gives subjects, newest first, at most `limit`. */
export type SearchSubjects = (
  query: SubjectQuery & { readonly roles?: readonly SubjectRole[] | undefined },
) => IndexedSubject[]

// Above all ids: every search has a cursor, so that each walks an index from there downwards and stops at its limit.
const TOP = '\u{10ffff}'

/** From this many points in a circle on, another index is walked, newest first, instead of sorting all of them. */
const CROWD_SIZE = 2_000

/** The search that both sides of the subjects share. */
export function createSubjectSearch({ db, read }: Tables, place: PlaceRows): SearchSubjects {
  function isCrowded(boxes: readonly Box[]): boolean {
    const { sql, values } = countStatement(boxes, CROWD_SIZE)
    return db.query<{ count: number }, [Statement['values']]>(sql).get(values)?.count === CROWD_SIZE
  }

  function search({ near, ...query }: Parameters<SearchSubjects>[0]): IndexedSubject[] {
    if (query.keywords?.length === 0) return []
    const boxes = near && circleBoxes(near.centre, near.radiusMeters + ANCHOR_METERS_MAX)
    const crowded = boxes !== undefined && isCrowded(boxes)
    const found: IndexedSubject[] = []
    let cursor = query.cursor ?? TOP
    // The boxes contain anchors of subjects that are outside of the circle: read on below the last id until the limit is reached.
    for (;;) {
      const { sql, values } = searchStatement({ ...query, boxes, cursor }, crowded)
      const page = place(db.query<SubjectRow, [Statement['values']]>(sql).all(values))
      found.push(...page.filter((subject) => near === undefined || isNear(subject, near)))
      const last = page.at(-1)
      if (last === undefined || page.length < query.limit || found.length >= query.limit) {
        return found.slice(0, query.limit)
      }
      cursor = last.id
    }
  }

  return (query) => read(() => search(query))
}

function isNear(
  { at }: IndexedSubject,
  { centre, radiusMeters }: NonNullable<SubjectQuery['near']>,
): boolean {
  return at !== undefined && distanceMeters(centre, at) <= radiusMeters
}
