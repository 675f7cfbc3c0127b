import type { Subject } from '#lib/subjects/subject.ts'

/**
 * True when a subject counts towards the limit of active subjects of its owner: it is active and not expired. One whose
 * `validFrom` is in the future counts too, because it becomes valid without another check.
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
 * True when an edit makes a subject count towards the limit that did not count before.
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
