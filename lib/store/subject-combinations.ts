import type { SubjectQuery } from '#lib/store/subjects.ts'

/** The filters of a list that cannot all be given together. */
export type SubjectFilter = Exclude<keyof SubjectQuery, 'kind' | 'hidden' | 'liveAt' | 'cursor' | 'limit'>

/**
 * Which filters of a list can be given together: all of one line, or some of it. For each line there are indexes that find its subjects,
 * newest first. The answers to other queries, their documentation, and the tests of query plans are derived from it.
 */
export const COMBINATIONS: readonly (readonly SubjectFilter[])[] = [
  ['keywords', 'near', 'owner', 'notOwner', 'active'],
  ['keywords', 'area', 'owner', 'notOwner', 'active'],
  ['terms', 'owner', 'notOwner', 'active'],
  ['ids', 'owner', 'active'],
]

/**
 * The places of the first two of some filters that cannot be given together; undefined when all can.
 *
 * @example
 * ```ts
 * findConflict(['owner', 'terms', 'near']) // => [1, 2]
 * findConflict(['keywords', 'near']) // => undefined
 * ```
 */
export function findConflict(filters: readonly SubjectFilter[]): readonly [number, number] | undefined {
  const canMeet = (a: SubjectFilter, b: SubjectFilter) =>
    COMBINATIONS.some((line) => line.includes(a) && line.includes(b))
  for (const [second, filter] of filters.entries()) {
    const first = filters.findIndex((before, place) => place < second && !canMeet(before, filter))
    if (first >= 0) return [first, second]
  }
  return undefined
}
