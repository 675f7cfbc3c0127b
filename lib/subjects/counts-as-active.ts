import type { Subject } from '#lib/subjects/subject.ts'

/**
 * True when a subject is one of those of which an owner may have only so many: switched on, and not over. One whose time has
 * not come yet counts; it would begin without asking.
 *
 * @example
 * ```ts
 * countsAsActive({ active: true, validUntil: 2_000 }, 1_999) // => true
 * countsAsActive({ active: true, validUntil: 2_000 }, 2_000) // => false
 * ```
 */
export function countsAsActive(
  { active, validUntil }: Pick<Subject, 'active' | 'validUntil'>,
  nowMs: number,
): boolean {
  return active && nowMs < (validUntil ?? Infinity)
}

/**
 * True when an edit makes a subject count that did not before.
 *
 * @example
 * ```ts
 * beginsToCount({ active: false, validUntil: 2 }, { active: true, validUntil: 2 }, 1) // => true
 * beginsToCount({ active: true, validUntil: 2 }, { active: true, validUntil: 9 }, 1) // => false
 * ```
 */
export function beginsToCount(
  before: Pick<Subject, 'active' | 'validUntil'>,
  after: Pick<Subject, 'active' | 'validUntil'>,
  nowMs: number,
): boolean {
  return !countsAsActive(before, nowMs) && countsAsActive(after, nowMs)
}
