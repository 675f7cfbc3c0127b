import { boxesAround, circleAround, type Circle } from '#lib/geo/area.ts'
import { boxInside } from '#lib/geo/box-inside.ts'
import { circleBoxes } from '#lib/geo/circle-boxes.ts'
import type { Box } from '#lib/geo/split-box.ts'
import type { Tables } from '#lib/store/sqlite/open-tables.ts'
import { cellsOfCircle } from '#lib/store/list-cells.ts'
import type { SubjectRole } from '#lib/store/subject-role.ts'
import type { PlaceRows } from '#lib/store/sqlite/place-rows.ts'
import type { SubjectRow } from '#lib/store/sqlite/subject-row.ts'
import { isShownIn } from '#lib/store/shown-in.ts'
import {
  countStatement,
  countTermsStatement,
  searchStatement,
  type Statement,
  type WantedTerms,
} from '#lib/store/sqlite/subject-sql.ts'
import { ANCHOR_METERS_MAX } from '#lib/store/place-subjects.ts'
import type { IndexedSubject, SubjectQuery } from '#lib/store/subjects.ts'

type Asked = SubjectQuery & { readonly roles?: readonly SubjectRole[] | undefined }

/** Gives subjects, newest first, at most `limit`. */
export type SearchSubjects = (query: Asked) => IndexedSubject[]

// Above all ids: every search has a cursor, so that each walks an index from there downwards and stops at its limit.
const TOP = '\u{10ffff}'

/** From this many points in a circle on, another index is walked, newest first, instead of sorting all of them. */
const CROWD_SIZE = 2_000

/** The same where the cells of the circle can be walked, which costs less than other indexes. */
const FEW = 200

/** From this radius on, a good part of the subjects of its cells is in the circle, so it need not be counted. */
const WIDE_METERS = 3_000

/** From so many subjects on, a term is frequent: a walk down its subjects soon has enough of them. */
const FREQUENT = 1_000

/** So many are read at a time once many of the first ones turned out to be shown elsewhere. */
const NEXT_READ_MIN = 100
const READ_MAX = 2_000

/** The search that both sides of the subjects share. */
export function createSubjectSearch({ db, read }: Tables, place: PlaceRows): SearchSubjects {
  const cellsQuery = db.query<{ subject: string }, [string, string, number]>(
    `select subject from subject_cells where cell in (select value from json_each(?1)) and subject < ?2
     order by subject desc limit ?3`,
  )

  function hasAtLeast(count: number, boxes: readonly Box[]): boolean {
    const { sql, values } = countStatement(boxes, count)
    return db.query<{ count: number }, [Statement['values']]>(sql).get(values)?.count === count
  }

  /** Walks down the subjects of cells, newest first, until enough of them fit. Only those that may be on the page have their rows read. */
  function searchInCells(
    { near, area, ...query }: Omit<Asked, 'terms'>,
    cells: readonly string[],
  ): IndexedSubject[] {
    const asked = {
      ...query,
      boxes: boxesOf({ near, area }),
      hole: holeOf(near),
      cursor: TOP,
    }
    const found: IndexedSubject[] = []
    let limit = query.limit * 2
    let cursor = query.cursor ?? TOP
    for (;;) {
      const ids = cellsQuery.all(JSON.stringify(cells), cursor, limit).map(({ subject }) => subject)
      const { sql, values } = searchStatement({ ...asked, ids, limit }, true)
      const page = place(db.query<SubjectRow, [Statement['values']]>(sql).all(values))
      found.push(...page.filter((subject) => isShownIn(subject, { near, area })))
      const last = ids.at(-1)
      if (last === undefined || ids.length < limit || found.length >= query.limit)
        return found.slice(0, query.limit)
      cursor = last
      limit = Math.min(Math.max(limit * 2, NEXT_READ_MIN), READ_MAX)
    }
  }

  /** The rarest group of terms first: the others are only looked up for what it finds. */
  function wanted(groups: NonNullable<SubjectQuery['terms']>): WantedTerms {
    const [rarest, ...others] = groups
      .map((group) => {
        const { sql, values } = countTermsStatement(group, FREQUENT)
        const count = db.query<{ count: number }, [Statement['values']]>(sql).get(values)?.count ?? 0
        return { group, count }
      })
      .toSorted((a, b) => a.count - b.count)
    return {
      first: rarest?.group ?? [],
      others: others.map(({ group }) => group),
      isRare: (rarest?.count ?? 0) < FREQUENT,
    }
  }

  function search(asked: Asked): IndexedSubject[] {
    const { near, area, terms, ...query } = asked
    if (query.keywords?.length === 0 || terms?.length === 0) return []
    const boxes = boxesOf({ near, area })
    const circle = circleOf(asked)
    const cells = circle && cellsFor(asked, circle)
    if (circle !== undefined && boxes !== undefined && cells !== undefined) {
      if (circle.radiusMeters >= WIDE_METERS || hasAtLeast(FEW, boxes)) return searchInCells(asked, cells)
    }
    const crowded = cells === undefined && boxes !== undefined && hasAtLeast(CROWD_SIZE, boxes)
    const words = terms && wanted(terms)
    const found: IndexedSubject[] = []
    const hole = holeOf(near)
    let limit = query.limit
    let cursor = query.cursor ?? TOP
    // The boxes contain anchors of subjects that are shown elsewhere: read on below the last id until the limit is reached.
    for (;;) {
      const { sql, values } = searchStatement({ ...query, boxes, hole, terms: words, cursor, limit }, crowded)
      const page = place(db.query<SubjectRow, [Statement['values']]>(sql).all(values))
      found.push(...page.filter((subject) => isShownIn(subject, { near, area })))
      const last = page.at(-1)
      if (last === undefined || page.length < limit || found.length >= query.limit) {
        return found.slice(0, query.limit)
      }
      cursor = last.id
      limit = Math.max(limit, NEXT_READ_MIN)
    }
  }

  return (query) => read(() => search(query))
}

/** The cells to walk for a place; undefined where another filter finds fewer, or there are too many. */
function cellsFor({ kind, keywords, terms, owner, ids, roles }: Asked, circle: Circle): string[] | undefined {
  if ([keywords, terms, owner, ids, roles].some((filter) => filter !== undefined)) return undefined
  return cellsOfCircle(kind, circle)
}

/** A circle around the anchors of all that is shown near a point, or in an area. */
function circleOf({ near, area }: Pick<SubjectQuery, 'near' | 'area'>): Circle | undefined {
  if (area !== undefined) return circleAround(area, ANCHOR_METERS_MAX)
  return near && { centre: near.centre, radiusMeters: near.radiusMeters + ANCHOR_METERS_MAX }
}

/** Boxes that contain the anchors of all that is shown near a point, or in an area. */
function boxesOf({ near, area }: Pick<SubjectQuery, 'near' | 'area'>): Box[] | undefined {
  if (area !== undefined) return boxesAround(area, ANCHOR_METERS_MAX)
  return near && circleBoxes(near.centre, near.radiusMeters + ANCHOR_METERS_MAX)
}

/** A box of which the anchors belong to nothing that is shown beyond the inner circle. */
function holeOf(near: SubjectQuery['near']): Box | undefined {
  const radiusMeters = (near?.beyondMeters ?? 0) - ANCHOR_METERS_MAX
  return near === undefined || radiusMeters <= 0
    ? undefined
    : boxInside({ centre: near.centre, radiusMeters })
}
