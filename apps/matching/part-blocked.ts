import { peopleKey, type TwoPeople } from '#lib/matching/people-key.ts'
import type { BlockStore } from '#lib/store/blocks.ts'
import type { Match } from '#lib/store/matches.ts'

/** Matches between people of whom one blocked the other, and all other matches. */
export interface PartedMatches {
  readonly blocked: readonly Match[]
  readonly others: readonly Match[]
}

/** Splits matches by the current blocks. */
export async function partBlocked(
  found: readonly Match[],
  blocks: Pick<BlockStore, 'between'>,
): Promise<PartedMatches> {
  const keys = await blocks.between(found.map(ownersOf))
  const isBlocked = (match: Match): boolean => keys.has(peopleKey(...ownersOf(match)))
  return { blocked: found.filter(isBlocked), others: found.filter((match) => !isBlocked(match)) }
}

function ownersOf({ owners }: Match): TwoPeople {
  return [owners.search, owners.offer]
}
