import type { Collection, Filter } from 'mongodb'
import { boxesAround, circleAround, type Circle } from '#lib/geo/area.ts'
import { EARTH_RADIUS_METERS } from '#lib/geo/distance.ts'
import { cellsOfCircle } from '#lib/store/list-cells.ts'
import { ANCHOR_METERS_MAX, withoutAnchor } from '#lib/store/place-subjects.ts'
import { isShownIn } from '#lib/store/shown-in.ts'
import type { SubjectQuery } from '#lib/store/subjects.ts'
import { SUBJECT_KINDS } from '#lib/subjects/choices.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import type { PlaceSubjects } from './place-documents.ts'
import { BY_CELL_INDEX, BY_TERM_INDEX } from './subject-schema.ts'
import { UNREAD_FIELDS, type SubjectDocument, subjectOfDocument } from './subject-document.ts'

/** If a circle contains at least this number of subjects with a keyword, or is too large for cells, the server chooses the index. */
const CROWD_SIZE = 10_000

/** A circle with fewer subjects is read and sorted as a whole: most of the subjects of its cells may be outside of it. */
const FEW = 100

/** From this radius on, a good part of the subjects of its cells is in the circle, so it need not be counted. */
const WIDE_METERS = 3_000

/** From so many subjects on, a term is frequent: a walk down its subjects soon has enough of them. */
const FREQUENT = 1_000

/** At most so many are read at a time. */
const READ_MAX = 2_000

// The circle for the server is larger than ours by more than any rounding error of the server, and than any distance between an
// anchor and a place. We filter its results again.
const INFLATION = 1.0001
const ROUNDING_METERS = 1
const MARGIN_METERS = ANCHOR_METERS_MAX + ROUNDING_METERS

type Search = Omit<SubjectQuery, 'limit' | 'cursor'>

/** Subjects that fit a search, newest first, at most `limit`. */
export async function searchSubjects(
  collection: Collection<SubjectDocument>,
  place: PlaceSubjects,
  { cursor: start, limit, ...search }: SubjectQuery,
): Promise<Subject[]> {
  if (search.terms?.length === 0) return []
  const { near, area } = search
  const filter = filterOf(search)
  const chosen =
    search.terms === undefined
      ? await placeFirst(collection, search)
      : await termsFirst(collection, { ...search, terms: search.terms })
  const found: Subject[] = []
  let cursor = start
  // The filter finds followers that are shown elsewhere: read on below the last id until the limit is reached.
  for (
    let pageSize = firstPageSize({ near, area, limit }), read = 0;
    ;
    pageSize = nextPageSize({ read, shown: found.length, limit })
  ) {
    const below = cursor === undefined ? [] : [{ _id: { $lt: cursor } }]
    const page = await collection
      .find(
        { $and: [filter, ...(chosen.also ?? []), ...below] },
        {
          projection: UNREAD_FIELDS,
          ...(chosen.hint !== undefined && { hint: chosen.hint }),
        },
      )
      .sort({ _id: -1 })
      .limit(pageSize)
      .toArray()
    const subjects = (await place(page.map(subjectOfDocument))).map(withoutAnchor)
    found.push(...subjects.filter((subject) => isShownIn(subject, { near, area })))
    cursor = subjects.at(-1)?.id
    if (subjects.length < pageSize || found.length >= limit) return found.slice(0, limit)
    read += subjects.length
  }
}

/** A quarter more than wanted where followers may be shown outside: a second call costs more than some documents. */
function firstPageSize({ near, area, limit }: Pick<SubjectQuery, 'near' | 'area' | 'limit'>): number {
  return near === undefined && area === undefined ? limit : Math.ceil(limit * 1.25)
}

/**
 * How many to read next: what is missing, at the ratio of those read so far that are shown, and half more, so that one more call is mostly
 * enough. The number grows with what was read, so that few calls are made however few are shown, and no call reads very much.
 */
function nextPageSize({ read, shown, limit }: { read: number; shown: number; limit: number }): number {
  const wanted = Math.ceil((1.5 * (limit - shown) * read) / Math.max(shown, 1))
  return Math.min(Math.max(wanted, Math.ceil(read / 2)), read * 4, READ_MAX)
}

/** The index to use, and what is asked for besides. */
interface Choice {
  readonly hint?: string | undefined
  readonly also?: readonly Filter<SubjectDocument>[]
}

/**
 * The index to use for a place; none lets the server choose. The server compares indexes by the first results that they
 * give: if the newest subjects are near, it would read all older subjects of the world. If very many
 * subjects are near, sorting them all would cost more: their cells are walked, newest first.
 */
async function placeFirst(collection: Collection<SubjectDocument>, search: Search): Promise<Choice> {
  const { kind, near, area, keywords, owner } = search
  const circle = circleOf({ near, area })
  if (owner !== undefined || circle === undefined) return {}
  const hint = keywords === undefined ? 'by_place' : 'by_keyword_and_place'
  const hasAtLeast = async (count: number) => {
    const around = filterOf({ near, area, keywords })
    return (await collection.countDocuments(around, { limit: count, hint })) === count
  }
  const cells = keywords === undefined ? cellsOfCircle(kind, circle) : undefined
  if (cells === undefined) return (await hasAtLeast(CROWD_SIZE)) ? {} : { hint }
  if (circle.radiusMeters < WIDE_METERS && !(await hasAtLeast(FEW))) return { hint }
  return { hint: BY_CELL_INDEX, also: [{ cells: { $in: cells } }] }
}

/** A circle around the anchors of all that is shown near a point, or in an area. */
function circleOf({ near, area }: Pick<Search, 'near' | 'area'>): Circle | undefined {
  if (area !== undefined) return circleAround(area, MARGIN_METERS)
  return near && { centre: near.centre, radiusMeters: near.radiusMeters * INFLATION + MARGIN_METERS }
}

/**
 * Walks down the subjects of the rarest group of terms, and looks the other groups up for these only. The server could use any group for
 * the index, but it knows nothing of their sizes.
 */
async function termsFirst(
  collection: Collection<SubjectDocument>,
  { terms = [], owner }: Search & Pick<Required<SubjectQuery>, 'terms'>,
): Promise<Choice> {
  const [only, ...more] = terms
  // Nothing is to choose, so nothing need be counted.
  if (only !== undefined && more.length === 0 && owner === undefined)
    return { hint: BY_TERM_INDEX, also: [{ textTerms: { $in: [...only] } }] }
  const counted = await Promise.all(
    terms.map(async (group) => {
      const has: Filter<SubjectDocument> = { textTerms: { $in: [...group] } }
      const count = await collection.countDocuments(has, { limit: FREQUENT, hint: BY_TERM_INDEX })
      return { group, has, count }
    }),
  )
  const [rarest, ...others] = counted.toSorted((a, b) => a.count - b.count)
  const isRare = (rarest?.count ?? 0) < FREQUENT
  return {
    hint: owner === undefined || isRare ? BY_TERM_INDEX : 'by_owner',
    also: [
      ...(rarest === undefined ? [] : [rarest.has]),
      // In an expression, as it could not use the index otherwise.
      ...others.map(({ group }) => ({
        $expr: { $gt: [{ $size: { $setIntersection: ['$textTerms', { $literal: group }] } }, 0] },
      })),
    ],
  }
}

function filterOf(search: Search): Filter<SubjectDocument> {
  const { kind, ids, keywords, near, area, owner, notOwner, active, hidden, liveAt } = search
  return {
    // Removed subjects have no kind.
    kind: kind ?? { $in: [...SUBJECT_KINDS] },
    ...(ids !== undefined && { _id: { $in: [...ids] } }),
    ...(keywords !== undefined && { keywords: { $in: [...keywords] } }),
    ...(near !== undefined && nearFilter(near)),
    ...(area !== undefined && areaFilter(area)),
    ...((owner !== undefined || notOwner !== undefined) && {
      owner: { ...(owner !== undefined && { $eq: owner }), ...(notOwner !== undefined && { $ne: notOwner }) },
    }),
    ...((active !== undefined || liveAt !== undefined) && {
      active: { ...(active !== undefined && { $eq: active }), ...(liveAt !== undefined && { $in: [true] }) },
    }),
    // Documents of an older version do not say whether they are hidden: they are not.
    ...((hidden !== undefined || liveAt !== undefined) && {
      hidden: {
        ...(hidden === true && { $eq: true }),
        ...((hidden !== true || liveAt !== undefined) && { $ne: true }),
      },
    }),
    // An absent bound does not limit.
    ...(liveAt !== undefined && {
      validFrom: { $not: { $gt: liveAt } },
      validUntil: { $not: { $lte: liveAt } },
    }),
  }
}

/** Only followers of devices are shown at some distance from their anchor. */
const FOLLOWS: Filter<SubjectDocument> = { device: { $exists: true } }

/** Anchors outside of the inner circle, and inside of the outer one. */
function nearFilter({
  centre,
  radiusMeters,
  beyondMeters = 0,
}: NonNullable<SubjectQuery['near']>): Filter<SubjectDocument> {
  const innerMeters = beyondMeters / INFLATION - MARGIN_METERS
  const fixed = { location: within({ centre, radiusMeters: radiusMeters * INFLATION + ROUNDING_METERS }) }
  return {
    location: within({ centre, radiusMeters: radiusMeters * INFLATION + MARGIN_METERS }),
    $or: [FOLLOWS, fixed],
    ...(innerMeters > 0 && { $nor: [{ location: within({ centre, radiusMeters: innerMeters }) }] }),
  }
}

/** The index finds anchors in a circle; of these only those in the boxes are read, which are smaller for what does not follow a device. */
function areaFilter(area: NonNullable<SubjectQuery['area']>): Filter<SubjectDocument> {
  const { centre, radiusMeters } = circleAround(area, MARGIN_METERS)
  return {
    location: within({ centre, radiusMeters: radiusMeters * INFLATION }),
    $or: [
      ...boxFilters(area, ROUNDING_METERS),
      { $and: [FOLLOWS, { $or: boxFilters(area, MARGIN_METERS) }] },
    ],
  }
}

function boxFilters(area: NonNullable<SubjectQuery['area']>, meters: number): Filter<SubjectDocument>[] {
  return boxesAround(area, meters).map(({ south, north, west, east }) => ({
    'location.coordinates.1': { $gte: south, $lte: north },
    'location.coordinates.0': { $gte: west, $lte: east },
  }))
}

function within({ centre, radiusMeters }: Circle): Filter<unknown> {
  return { $geoWithin: { $centerSphere: [[centre.lng, centre.lat], radiusMeters / EARTH_RADIUS_METERS] } }
}
