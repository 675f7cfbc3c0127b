import type { Caller } from '#lib/auth/caller.ts'
import type { HistoryEntry } from '#lib/store/subjects.ts'
import type { Subject } from '#lib/subjects/subject.ts'

/** A change of a subject by a caller. */
export interface Change {
  readonly action: HistoryEntry['action']
  /** Absent for a new subject. */
  readonly before?: Subject
  readonly after: Subject
}

const UNTOLD: ReadonlySet<string> = new Set([
  'version',
  'created',
  'modified',
  'positionTime',
  'paused',
  'accuracyMeters',
  'cleared',
])
const REGION: ReadonlySet<string> = new Set(['at', 'radiusMeters', 'polygon'])

/** The entry of a change in the history of its subject: who did what to which fields. */
export function historyEntry(caller: Caller, { action, before, after }: Change): HistoryEntry {
  return {
    at: after.modified,
    by: authorOf(caller),
    action,
    fields: before === undefined ? [] : changedFields(before, after),
  }
}

function authorOf(caller: Caller): HistoryEntry['by'] {
  if (caller.role === 'public') return { role: 'platform', name: 'storage' }
  return { role: caller.role, name: caller.role === 'service' ? caller.service : caller.person }
}

function changedFields(before: Subject, after: Subject): string[] {
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))]
  // Where a phone is, is no part of an edit.
  const isMoved = before.device !== undefined && before.device === after.device
  const changed = [...new Set([...old.keys(), ...now.keys()])].filter(
    (name) =>
      !UNTOLD.has(name) && !(isMoved && name === 'at') && !Bun.deepEquals(old.get(name), now.get(name)),
  )
  return [...new Set(changed.map((name) => (REGION.has(name) ? 'region' : name)))].toSorted()
}
