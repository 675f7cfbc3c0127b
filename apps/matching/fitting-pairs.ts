import { isMatch, type Moment, type Pair } from '#lib/matching/rule.ts'
import type { BlockStore } from '#lib/store/blocks.ts'
import type { IndexedSubject, Seeker } from '#lib/store/subjects.ts'
import { pairUp } from './pair-up.ts'
import { strongest, type AffectedSubjects } from './read-affected.ts'
import { draftOf, keyOfPair, placedPair, type UnsettledPair } from './settle-pairs.ts'

const NOBODY: ReadonlySet<string> = new Set()

/** What is needed to tell which pairs fit. */
export interface FittingPorts {
  readonly blocks: Pick<BlockStore, 'between'>
  /** See `Moment`. */
  readonly accuracyShareMax?: number | undefined
}

/** True for a subject that may have matches. */
export function isSeeking({ active, at }: IndexedSubject): boolean {
  return active && at !== undefined
}

/** The pairs of seekers with their candidates that the rule lets begin, and that have no current match. */
export async function fittingPairs(
  seekers: readonly Seeker[],
  found: readonly IndexedSubject[],
  { reasons, standing }: Pick<AffectedSubjects, 'reasons'> & { readonly standing: ReadonlySet<string> },
  { blocks, accuracyShareMax }: FittingPorts,
): Promise<UnsettledPair[]> {
  const nowMs = Date.now()
  const fits = (moment: Moment) => (pair: Pair) => isMatch(pair, { ...moment, accuracyShareMax })
  const pairs = pairUp(
    seekers.map(({ subject }) => subject),
    found,
  )
    .filter((pair) => !standing.has(keyOfPair({ search: pair.search.id, offer: pair.counterpart.id })))
    .filter(fits({ nowMs, blocked: NOBODY }))
  const blocked = await blocks.between(
    pairs.map(({ search, counterpart }) => [search.owner, counterpart.owner]),
  )
  return pairs.filter(fits({ nowMs, blocked })).flatMap((pair) => {
    const ids = { search: pair.search.id, offer: pair.counterpart.id }
    const reason = strongest([reasons.get(ids.search), reasons.get(ids.offer)])
    const sides = placedPair(pair)
    return reason && sides ? [{ ...ids, ...reason, draft: draftOf(sides, reason.cause, nowMs) }] : []
  })
}
