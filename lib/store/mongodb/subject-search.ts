import type { Collection, Filter } from 'mongodb'
import { distanceMeters, EARTH_RADIUS_METERS } from '#lib/geo/distance.ts'
import { ANCHOR_METERS_MAX, withoutAnchor } from '#lib/store/place-subjects.ts'
import type { SubjectQuery } from '#lib/store/subjects.ts'
import { SUBJECT_KINDS } from '#lib/subjects/choices.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import type { PlaceSubjects } from './place-documents.ts'
import { UNREAD_FIELDS, type SubjectDocument, subjectOfDocument } from './subject-document.ts'

type Circle = NonNullable<SubjectQuery['near']>

/** If a circle contains at least this number of subjects, the server chooses the index. */
const CROWD_SIZE = 10_000

// The circle for the server is larger than ours by more than any rounding error of the server, and than any distance between an
// anchor and a place. We filter its results again.
const INFLATION = 1.0001
const MARGIN_METERS = ANCHOR_METERS_MAX + 1

/** Subjects that fit a search, newest first, at most `limit`. */
export async function searchSubjects(
  collection: Collection<SubjectDocument>,
  place: PlaceSubjects,
  { near, ...search }: SubjectQuery,
): Promise<Subject[]> {
  const hint = near && (await placeHint(collection, { ...search, near }))
  const found: Subject[] = []
  let { cursor } = search
  // The server's circle contains subjects that are outside of ours: read on below the last id until the limit is reached.
  for (;;) {
    const page = await collection
      .find(filterOf({ ...search, near, cursor }), {
        projection: UNREAD_FIELDS,
        ...(hint && { hint }),
      })
      .sort({ _id: -1 })
      .limit(search.limit)
      .toArray()
    const subjects = (await place(page.map(subjectOfDocument))).map(withoutAnchor)
    found.push(...subjects.filter((subject) => near === undefined || isNear(subject, near)))
    cursor = subjects.at(-1)?.id
    if (subjects.length < search.limit || found.length >= search.limit) return found.slice(0, search.limit)
  }
}

/**
 * The geospatial index to use; undefined lets the server choose. The server compares indexes by the first results that they
 * give: if the newest subjects are near, it would read all older subjects of the world. If very many
 * subjects are near, sorting them all would cost more.
 */
async function placeHint(
  collection: Collection<SubjectDocument>,
  { near, keywords, owner }: SubjectQuery & { readonly near: Circle },
): Promise<string | undefined> {
  if (owner !== undefined) return undefined
  const hint = keywords === undefined ? 'by_place' : 'by_keyword_and_place'
  const around = filterOf({ near, keywords, limit: CROWD_SIZE })
  const count = await collection.countDocuments(around, { limit: CROWD_SIZE, hint })
  return count < CROWD_SIZE ? hint : undefined
}

function filterOf(search: SubjectQuery): Filter<SubjectDocument> {
  const { kind, keywords, near, owner, notOwner, active, liveAt, cursor } = search
  return {
    // Removed subjects have no kind.
    kind: kind ?? { $in: [...SUBJECT_KINDS] },
    ...(keywords !== undefined && { keywords: { $in: [...keywords] } }),
    ...(near !== undefined && { location: withinCircle(near) }),
    ...(cursor !== undefined && { _id: { $lt: cursor } }),
    ...((owner !== undefined || notOwner !== undefined) && {
      owner: { ...(owner !== undefined && { $eq: owner }), ...(notOwner !== undefined && { $ne: notOwner }) },
    }),
    ...((active !== undefined || liveAt !== undefined) && {
      active: { ...(active !== undefined && { $eq: active }), ...(liveAt !== undefined && { $in: [true] }) },
    }),
    // An absent bound does not limit.
    ...(liveAt !== undefined && {
      validFrom: { $not: { $gt: liveAt } },
      validUntil: { $not: { $lte: liveAt } },
    }),
  }
}

function withinCircle({ centre, radiusMeters }: Circle): Filter<unknown> {
  const radians = (radiusMeters * INFLATION + MARGIN_METERS) / EARTH_RADIUS_METERS
  return { $geoWithin: { $centerSphere: [[centre.lng, centre.lat], radians] } }
}

function isNear({ at }: Subject, { centre, radiusMeters }: Circle): boolean {
  return at !== undefined && distanceMeters(centre, at) <= radiusMeters
}
