import type { ErasedPeople } from '#lib/erasure/follow-erased.ts'

/** Creates a complete list of erased people from a set, which may grow later. */
export function erasedAmong(people: ReadonlySet<string>): Pick<ErasedPeople, 'isErased' | 'assertKnown'> {
  return { isErased: (person) => people.has(person), assertKnown: () => undefined }
}
