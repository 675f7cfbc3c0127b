import { COVER_SLACK_METERS } from '#lib/geo/cover.ts'
import { distanceMeters } from '#lib/geo/distance.ts'
import type { IndexedSubject, SubjectIndex } from '#lib/store/subjects.ts'
import type { MatchCause } from './match-cause.ts'

/** Why subjects are matched. */
export interface Reason {
  readonly cause: MatchCause
  /** False for what happened too late to ring: pairs end, and none begin. */
  readonly mayBegin: boolean
}

/** What may have other matches than before. */
export interface Affected {
  /** Subjects, also removed ones, by id. */
  readonly ids?: ReadonlyMap<string, Reason>
  /** Devices with all that follows them. */
  readonly devices?: ReadonlyMap<string, Reason>
}

/** The subjects that are affected. */
export interface AffectedSubjects {
  readonly subjects: readonly IndexedSubject[]
  /** By the id of a subject; also of removed ones. */
  readonly reasons: ReadonlyMap<string, Reason>
}

const NONE: ReadonlyMap<string, Reason> = new Map()

// One look is enough, unless others move the device or edit the subject at the same moment.
const LOOKS_MAX = 100

/**
 * Reads the affected subjects, and anchors those that are too far away from their anchor. All that follows the device of an affected
 * subject is affected too: it is shown at another place when one of the followers is hidden or shown.
 */
export async function readAffected(
  { ids = NONE, devices = NONE }: Affected,
  index: Pick<SubjectIndex, 'findAll' | 'anchor'>,
): Promise<AffectedSubjects> {
  const named = await index.findAll({ ids: [...ids.keys()], devices: [...devices.keys()] })
  const further = new Map<string, Reason>()
  for (const { id, device } of named) {
    const reason = ids.get(id)
    if (device !== undefined && reason !== undefined && !devices.has(device)) further.set(device, reason)
  }
  const beside = further.size === 0 ? [] : await index.findAll({ devices: [...further.keys()] })
  const found = [...new Map([...named, ...beside].map((subject) => [subject.id, subject])).values()]
  const reasons = new Map(ids)
  for (const { id, device = '', owner } of found) {
    const reason = strongest([ids.get(id), devices.get(device), further.get(device)])
    if (reason !== undefined) reasons.set(id, { ...reason, cause: { ...reason.cause, person: owner } })
  }
  return { subjects: await keepAnchored(found, index), reasons }
}

/** Of several reasons, one that lets pairs begin if there is one. */
export function strongest(reasons: readonly (Reason | undefined)[]): Reason | undefined {
  return reasons.find((reason) => reason?.mayBegin === true) ?? reasons.find((reason) => reason !== undefined)
}

/**
 * Keeps the anchors near the places, or candidates would not find the subjects. After each write it looks again, because somebody else
 * may have moved the device or anchored the subject at the same time.
 *
 * @throws {Error} when others change a subject so often that it does not come to rest; the caller tries again.
 */
async function keepAnchored(
  subjects: readonly IndexedSubject[],
  index: Pick<SubjectIndex, 'findAll' | 'anchor'>,
): Promise<IndexedSubject[]> {
  const found = new Map(subjects.map((subject) => [subject.id, subject]))
  let astray = subjects.filter(isAstray)
  for (let looks = 0; astray.length > 0; looks += 1) {
    if (looks === LOOKS_MAX)
      throw new Error(`Cannot anchor ${astray.length} subjects: they changed in each of ${LOOKS_MAX} looks`)
    await index.anchor(astray)
    const again = await index.findAll({ ids: astray.map(({ id }) => id) })
    for (const { id } of astray) found.delete(id)
    for (const subject of again) found.set(subject.id, subject)
    astray = again.filter(isAstray)
  }
  return [...found.values()]
}

function isAstray({ device, at, anchor }: IndexedSubject): boolean {
  if (device === undefined || at === undefined) return false
  return anchor === undefined || distanceMeters(anchor, at) > COVER_SLACK_METERS
}
