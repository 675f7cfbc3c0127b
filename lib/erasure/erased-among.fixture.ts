import type { ErasedPeople } from '#lib/erasure/follow-erased.ts'

/** A list of erased people that was read to its end: those in a set, which may grow. */
export function erasedAmong(people: ReadonlySet<string>): Pick<ErasedPeople, 'isErased' | 'assertKnown'> {
  return { isErased: (person) => people.has(person), assertKnown: () => undefined }
}
