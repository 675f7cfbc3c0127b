import type { PreviewDraft } from '#lib/service-client/match-preview.ts'
import { placeSubjects } from '#lib/store/place-subjects.ts'
import type { PositionStore } from '#lib/store/positions.ts'
import type { IndexedSubject, SubjectIndex } from '#lib/store/subjects.ts'
import { subjectBefore } from '#lib/subjects/subject-before.ts'

/** What is needed to tell where a draft would be. */
export interface DraftPlacing {
  readonly subjects: Pick<SubjectIndex, 'findAll'>
  readonly positions: Pick<PositionStore, 'findAll'>
  /** How long the last position of a device counts, in milliseconds. */
  readonly positionValidMs: number
}

/** A draft as a subject. What the rule does not read is empty. */
export function subjectOfDraft(draft: PreviewDraft): IndexedSubject {
  return {
    ...subjectBefore,
    at: undefined,
    device: undefined,
    validFrom: undefined,
    validUntil: undefined,
    ...draft,
    positionTime: undefined,
    trusted: false,
    created: 0,
    modified: 0,
    version: 0,
    anchor: undefined,
  }
}

/** Sets where a draft would be: one that follows a device is placed like everything else that follows it. */
export async function placeDraft(
  draft: IndexedSubject,
  { subjects, positions, positionValidMs }: DraftPlacing,
): Promise<IndexedSubject> {
  const { id, device } = draft
  if (device === undefined) return draft
  const [followers, found] = await Promise.all([
    subjects.findAll({ devices: [device] }),
    positions.findAll([device]),
  ])
  const hidden = followers.flatMap(({ id: follower, showLocation, owner }) =>
    showLocation || follower === id ? [] : [{ device, owner }],
  )
  const placing = { positions: found, hidden, nowMs: Date.now(), options: { positionValidMs } }
  return placeSubjects([draft], placing)[0] ?? draft
}

/**
 * A subject as the rule would see it if it read only what everybody sees: without words that exclude, without the border of a hidden
 * polygon, and without how accurate the position of its device is.
 */
export function asEverybodySees(subject: IndexedSubject): IndexedSubject {
  const polygon = subject.showLocation ? subject.polygon : undefined
  return { ...subject, not: [], polygon, accuracyMeters: undefined }
}
