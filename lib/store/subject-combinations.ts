import type { SubjectQuery } from '#lib/store/subjects.ts'

/** The filters of a list that cannot be combined freely. */
export type SubjectFilter = Exclude<keyof SubjectQuery, 'kind' | 'liveAt' | 'cursor' | 'limit'>

/**
 * Which filters of a list can be given together: all of one line, or some of it. Each line has an index that finds its subjects, newest
 * first. The answers to other queries, the documentation and the tests of query plans are derived from it.
 */
export const COMBINATIONS: readonly (readonly SubjectFilter[])[] = [
  ['keywords', 'near', 'owner', 'notOwner', 'active', 'hidden'],
  ['keywords', 'area', 'owner', 'notOwner', 'active', 'hidden'],
  ['terms', 'owner', 'notOwner', 'active', 'hidden'],
  ['ids', 'owner', 'active', 'hidden'],
]

/**
 * The first two of some filters that cannot be given together; undefined when all can.
 *
 * @example
 * ```ts
 * findConflict(['owner', 'terms', 'near']) // => ['terms', 'near']
 * findConflict(['keywords', 'near']) // => undefined
 * ```
 */
export function findConflict(
  filters: readonly SubjectFilter[],
): readonly [SubjectFilter, SubjectFilter] | undefined {
  const areTogether = (...some: readonly SubjectFilter[]) =>
    COMBINATIONS.some((line) => some.every((filter) => line.includes(filter)))
  for (const [place, filter] of filters.entries()) {
    const other = filters.slice(0, place).find((before) => !areTogether(before, filter))
    if (other !== undefined) return [other, filter]
  }
  return undefined
}
