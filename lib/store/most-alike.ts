import { differingBits, LIKENESS_BITS_MAX } from '#lib/store/likeness.ts'

/** How many pictures that share a band are compared. More share one only when they all show the same, such as nothing. */
export const COMPARED_MAX = 1_000

/** Of pictures that may look alike, those that do, the most similar ones first. */
export function mostAlike<Kept extends { readonly id: string; readonly likeness: string }>(
  picture: { readonly id: string; readonly likeness: string },
  candidates: readonly Kept[],
  limit: number,
): Kept[] {
  return candidates
    .map((candidate) => ({ candidate, bits: differingBits(picture.likeness, candidate.likeness) }))
    .filter(({ candidate, bits }) => bits <= LIKENESS_BITS_MAX && candidate.id !== picture.id)
    .toSorted((one, other) => one.bits - other.bits || (one.candidate.id < other.candidate.id ? -1 : 1))
    .slice(0, limit)
    .map(({ candidate }) => candidate)
}
