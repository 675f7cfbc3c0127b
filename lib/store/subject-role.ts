import { pairsOf } from '#lib/matching/rule.ts'
import type { Subject } from '#lib/subjects/subject.ts'

/** The roles of subjects: kind and `wants` decide which subjects can form a pair. */
export type SubjectRole = 'offer' | 'search for offers' | 'search for searches'

const EVERY_KIND = [
  { kind: 'offer', wants: 'offers' },
  { kind: 'search', wants: 'offers' },
  { kind: 'search', wants: 'searches' },
] as const

/**
 * The role of a subject.
 *
 * @example
 * ```ts
 * roleOf({ kind: 'search', wants: 'offers' }) // => 'search for offers'
 * ```
 */
export function roleOf({ kind, wants }: Pick<Subject, 'kind' | 'wants'>): SubjectRole {
  return kind === 'offer' ? 'offer' : `search for ${wants}`
}

/** Roles that a subject can form a pair with, in either direction; `pairsOf()` decides, so that the rule stays in one place. */
export function counterpartRoles(subject: Subject): SubjectRole[] {
  return EVERY_KIND.filter(
    (kind) => pairsOf(subject, { ...subject, id: `not ${subject.id}`, ...kind }).length > 0,
  ).map(roleOf)
}
