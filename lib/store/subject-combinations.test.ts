import { expect, test } from 'vitest'
import { COMBINATIONS, findConflict, type SubjectFilter } from '#lib/store/subject-combinations.ts'

test('filters conflict exactly when no line of the table has all of them', () => {
  let sets: SubjectFilter[][] = [[]]
  for (const filter of new Set(COMBINATIONS.flat())) {
    sets = sets.flatMap((set) => [set, [...set, filter]])
  }
  for (const set of sets) {
    const isAllowed = COMBINATIONS.some((line) => set.every((filter) => line.includes(filter)))
    expect({ set, conflict: findConflict(set) !== undefined }).toEqual({ set, conflict: !isAllowed })
  }
  expect(sets.length).toBe(2 ** 8)
})
