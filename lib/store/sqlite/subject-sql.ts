import type { Box } from '#lib/geo/split-box.ts'
import type { SubjectRole } from '#lib/store/subject-role.ts'
import type { SubjectQuery } from '#lib/store/subjects.ts'

/** The criteria of a search for subjects. */
export interface SubjectSearch extends Omit<SubjectQuery, 'near' | 'area' | 'terms' | 'cursor'> {
  /** Only ids below this one. */
  readonly cursor: string
  /** Only points in one of these. */
  readonly boxes?: readonly Box[] | undefined
  /** Only points outside of this one. */
  readonly hole?: Box | undefined
  readonly roles?: readonly SubjectRole[] | undefined
  readonly terms?: WantedTerms | undefined
}

/** Groups of terms: a subject must have one of each. */
export interface WantedTerms {
  /** The rarest one. */
  readonly first: readonly string[]
  readonly others: readonly (readonly string[])[]
  readonly isRare: boolean
}

/** SQL and the values of its parameters. */
export interface Statement {
  readonly sql: string
  readonly values: Record<string, string | number>
}

/** SQLite joins no more than 500 selects to one; from about as many on, walking them apart saves nothing. */
const WALKS_MAX = 300

const KEYWORDS = 'select value from json_each($keywords)'

type Path = 'place' | 'keyword' | 'term' | 'owner' | 'hidden' | 'kind' | 'id'

/**
 * The statement that gives rows of subjects, newest first. The code chooses the index, as the planner knows nothing of
 * the data: a `+` keeps a term from it. Only ids are sorted, and only those that are left have their rows read.
 */
export function searchStatement(search: SubjectSearch, isCrowded: boolean): Statement {
  const path = pathOf(search, isCrowded)
  const walks =
    path === 'keyword'
      ? wordWalks(search, KEYWORD_WALK, search.keywords ?? [])
      : path === 'term'
        ? wordWalks(search, TERM_WALK, search.terms?.first ?? [])
        : [walk(search, path)]
  const ids = walks.map((each) => `select id from (${each})`).join(' union ')
  return {
    sql: `select * from subjects where id in (select id from (${ids}) order by id desc limit $limit) order by id desc`,
    values: valuesOf(search),
  }
}

/** The statement that counts the subjects that have one of some terms, as far as `max`. */
export function countTermsStatement(terms: readonly string[], max: number): Statement {
  return {
    sql: `select count(*) as count from (
      select 1 from subject_terms where term in (select value from json_each($terms)) limit ${max})`,
    values: { terms: JSON.stringify(terms) },
  }
}

/** The statement that counts the points in boxes, as far as `max`. */
export function countStatement(boxes: readonly Box[], max: number): Statement {
  return {
    sql: `select count(*) as count from (select row from (${pointsIn(boxes)}) limit ${max})`,
    values: boxValues(boxes),
  }
}

const IS_LIVE = `+s.active = 1 and +s.hidden = 0 and (s.valid_from is null or s.valid_from <= $liveAt)
  and (s.valid_until is null or s.valid_until > $liveAt)`

const OUTSIDE_HOLE = 'not (s.lat between $holeSouth and $holeNorth and s.lng between $holeWest and $holeEast)'

function pathOf(search: SubjectSearch, isCrowded: boolean): Path {
  if (search.boxes !== undefined && !isCrowded) return 'place'
  if (search.ids !== undefined) return 'id'
  if (search.keywords !== undefined) return 'keyword'
  if (search.terms?.isRare === true) return 'term'
  if (search.owner !== undefined) return 'owner'
  if (search.terms !== undefined) return 'term'
  if (search.hidden === true) return 'hidden'
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

/** A table of words of subjects, the name of its word, and the parameters with the words of a search. */
interface WordWalk {
  readonly path: Path
  readonly table: string
  readonly word: string
  readonly list: string
}

const KEYWORD_WALK: WordWalk = {
  path: 'keyword',
  table: 'subject_keywords',
  word: 'keyword',
  list: 'keywords',
}
const TERM_WALK: WordWalk = { path: 'term', table: 'subject_terms', word: 'term', list: 'firstTerms' }

/** A walk for each word, so that each stops at the limit; one for all of them where they are very many. */
function wordWalks(search: SubjectSearch, { path, table, word, list }: WordWalk, words: readonly string[]) {
  const conditions = [
    'k.subject < $cursor',
    ...(search.boxes === undefined ? [] : [insideBoxes(search.boxes)]),
    ...filters(search, path),
  ].join(' and ')
  const walkOf = (which: string) => `select distinct k.subject as id
    from ${table} k cross join subjects s on s.id = k.subject
    where k.${word} ${which} and ${conditions} order by k.subject desc limit $limit`
  if (words.length > WALKS_MAX) return [walkOf(`in (select value from json_each($${list}))`)]
  return words.map((_, index) => walkOf(`= $${word}${index}`))
}

function filters(search: SubjectSearch, path: Path): string[] {
  return [
    search.owner !== undefined && `${path === 'owner' ? '' : '+'}s.owner = $owner`,
    search.kind !== undefined && `${path === 'kind' ? '' : '+'}s.kind = $kind`,
    search.notOwner !== undefined && '+s.owner <> $notOwner',
    search.ids !== undefined && 's.id in (select value from json_each($ids))',
    search.hole !== undefined && OUTSIDE_HOLE,
    search.hidden !== undefined && `${path === 'hidden' ? '' : '+'}s.hidden = ${Number(search.hidden)}`,
    search.terms !== undefined && path !== 'term' && hasTerm('$firstTerms'),
    ...(search.terms?.others ?? []).map((_, index) => hasTerm(`$otherTerms${index}`)),
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

function hasTerm(list: string): string {
  return `exists (select 1 from subject_terms t where t.term in (select value from json_each(${list})) and t.subject = s.id)`
}

function valuesOf(search: SubjectSearch): Statement['values'] {
  const { cursor, limit, owner, notOwner, kind, active, liveAt, roles, ids, hole } = search
  const { keywords = [], terms, boxes = [] } = search
  return {
    cursor,
    limit,
    ...boxValues(boxes),
    ...wordValues(KEYWORD_WALK, keywords),
    ...wordValues(TERM_WALK, terms?.first ?? []),
    ...Object.fromEntries(
      (terms?.others ?? []).map((group, index) => [`otherTerms${index}`, JSON.stringify(group)]),
    ),
    ...(hole !== undefined && {
      holeSouth: hole.south,
      holeNorth: hole.north,
      holeWest: hole.west,
      holeEast: hole.east,
    }),
    ...(ids !== undefined && { ids: JSON.stringify(ids) }),
    ...(owner !== undefined && { owner }),
    ...(notOwner !== undefined && { notOwner }),
    ...(kind !== undefined && { kind }),
    ...(active !== undefined && { active: Number(active) }),
    ...(liveAt !== undefined && { liveAt }),
    ...(roles !== undefined && { roles: JSON.stringify(roles) }),
  }
}

function wordValues({ word, list }: WordWalk, words: readonly string[]): Statement['values'] {
  return {
    [list]: JSON.stringify(words),
    ...(words.length <= WALKS_MAX &&
      Object.fromEntries(words.map((each, index) => [`${word}${index}`, each]))),
  }
}

function boxValues(boxes: readonly Box[]): Statement['values'] {
  return Object.fromEntries(
    boxes.flatMap((box, index) =>
      (['south', 'north', 'west', 'east'] as const).map((side) => [`${side}${index}`, box[side]]),
    ),
  )
}
