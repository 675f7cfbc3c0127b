import type { Box } from '#lib/geo/circle-boxes.ts'
import type { SubjectRole } from '#lib/store/subject-role.ts'
import type { SubjectQuery } from '#lib/store/subjects.ts'

/** The criteria of a search for subjects. */
export interface SubjectSearch extends Omit<SubjectQuery, 'near' | 'cursor'> {
  /** Only ids below this one. */
  readonly cursor: string
  /** Only points in one of these. */
  readonly boxes?: readonly Box[] | undefined
  readonly roles?: readonly SubjectRole[] | undefined
}

/** SQL and the values of its parameters. */
export interface Statement {
  readonly sql: string
  readonly values: Record<string, string | number>
}

/** SQLite joins no more than 500 selects to one; from about as many on, walking them apart saves nothing. */
const WALKS_MAX = 300

const KEYWORDS = 'select value from json_each($keywords)'

type Path = 'place' | 'keyword' | 'owner' | 'kind' | 'id'

/**
 * The statement that gives rows of subjects, newest first. The code chooses the index, as the planner knows nothing of
 * the data: a `+` keeps a term from it. Only ids are sorted, and only those that are left have their rows read.
 */
export function searchStatement(search: SubjectSearch, isCrowded: boolean): Statement {
  const path = pathOf(search, isCrowded)
  const walks = path === 'keyword' ? keywordWalks(search) : [walk(search, path)]
  const ids = walks.map((each) => `select id from (${each})`).join(' union ')
  return {
    sql: `select * from subjects where id in (select id from (${ids}) order by id desc limit $limit) order by id desc`,
    values: valuesOf(search),
  }
}

/** The statement that counts the points in boxes, as far as `max`. */
export function countStatement(boxes: readonly Box[], max: number): Statement {
  return {
    sql: `select count(*) as count from (select row from (${pointsIn(boxes)}) limit ${max})`,
    values: boxValues(boxes),
  }
}

const IS_LIVE = `+s.active = 1 and (s.valid_from is null or s.valid_from <= $liveAt)
  and (s.valid_until is null or s.valid_until > $liveAt)`

function pathOf(search: SubjectSearch, isCrowded: boolean): Path {
  if (search.boxes !== undefined && !isCrowded) return 'place'
  if (search.keywords !== undefined) return 'keyword'
  if (search.owner !== undefined) return 'owner'
  return search.kind === undefined ? 'id' : 'kind'
}

function walk(search: SubjectSearch, path: Path): string {
  const mark = path === 'place' ? '+' : ''
  const terms = [
    `${mark}s.id < $cursor`,
    path === 'place' && `s.row in (${pointsIn(search.boxes ?? [])})`,
    path !== 'place' && search.boxes !== undefined && insideBoxes(search.boxes),
    search.keywords !== undefined && hasKeyword(),
    ...filters(search, path),
  ].filter((term) => term !== false)
  return `select s.id from subjects s where ${terms.join(' and ')} order by ${mark}s.id desc limit $limit`
}

/** A walk for each keyword, so that each stops at the limit; one for all of them where they are very many. */
function keywordWalks(search: SubjectSearch): string[] {
  const { keywords = [] } = search
  const terms = [
    'k.subject < $cursor',
    ...(search.boxes === undefined ? [] : [insideBoxes(search.boxes)]),
    ...filters(search, 'keyword'),
  ].join(' and ')
  const walkOf = (which: string) => `select distinct k.subject as id
    from subject_keywords k cross join subjects s on s.id = k.subject
    where k.keyword ${which} and ${terms} order by k.subject desc limit $limit`
  if (keywords.length > WALKS_MAX) return [walkOf(`in (${KEYWORDS})`)]
  return keywords.map((_, index) => walkOf(`= $keyword${index}`))
}

function filters(search: SubjectSearch, path: Path): string[] {
  return [
    search.owner !== undefined && `${path === 'owner' ? '' : '+'}s.owner = $owner`,
    search.kind !== undefined && `${path === 'kind' ? '' : '+'}s.kind = $kind`,
    search.notOwner !== undefined && '+s.owner <> $notOwner',
    search.roles !== undefined && 's.role in (select value from json_each($roles))',
    search.active !== undefined && '+s.active = $active',
    search.liveAt !== undefined && IS_LIVE,
  ].filter((term) => term !== false)
}

function pointsIn(boxes: readonly Box[]): string {
  return boxes
    .map(
      (_, index) => `select row from subject_points where north >= $south${index} and south <= $north${index}
        and east >= $west${index} and west <= $east${index}`,
    )
    .join(' union all ')
}

function insideBoxes(boxes: readonly Box[]): string {
  const inside = boxes.map(
    (_, index) =>
      `(s.lat between $south${index} and $north${index} and s.lng between $west${index} and $east${index})`,
  )
  return `(${inside.join(' or ')})`
}

function hasKeyword(): string {
  return `exists (select 1 from subject_keywords k where k.keyword in (${KEYWORDS}) and k.subject = s.id)`
}

function valuesOf(search: SubjectSearch): Statement['values'] {
  const { cursor, limit, owner, notOwner, kind, active, liveAt, roles, keywords = [], boxes = [] } = search
  return {
    cursor,
    limit,
    ...boxValues(boxes),
    ...keywordValues(keywords),
    ...(owner !== undefined && { owner }),
    ...(notOwner !== undefined && { notOwner }),
    ...(kind !== undefined && { kind }),
    ...(active !== undefined && { active: Number(active) }),
    ...(liveAt !== undefined && { liveAt }),
    ...(roles !== undefined && { roles: JSON.stringify(roles) }),
  }
}

function keywordValues(keywords: readonly string[]): Statement['values'] {
  return {
    keywords: JSON.stringify(keywords),
    ...(keywords.length <= WALKS_MAX &&
      Object.fromEntries(keywords.map((keyword, index) => [`keyword${index}`, keyword]))),
  }
}

function boxValues(boxes: readonly Box[]): Statement['values'] {
  return Object.fromEntries(
    boxes.flatMap((box, index) =>
      (['south', 'north', 'west', 'east'] as const).map((side) => [`${side}${index}`, box[side]]),
    ),
  )
}
