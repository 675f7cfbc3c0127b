import { serviceSource } from '#lib/events/event.ts'
import { newId } from '#lib/ids/new-id.ts'
import { conditionsOf } from '#lib/matching/conditions.ts'
import { pairsOf, type Pair } from '#lib/matching/rule.ts'
import type { HandMatched } from '#lib/service-client/hand-match.ts'
import type { Match } from '#lib/store/matches.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { keyOfPair, settlePairs, type MatchCounts, type SettlePorts } from './settle-pairs.ts'

/** The two to look at. */
export interface TwoSubjects {
  readonly one: string
  readonly other: string
}

/** What was found, and what changed. */
export interface LookedAt extends HandMatched {
  readonly counts: MatchCounts
}

/**
 * Looks at two subjects because somebody asks for it, and settles their pairs as after an event: a match begins only if the rule holds.
 * Undefined when one of them does not exist.
 */
export async function matchByHand(
  { one, other }: TwoSubjects,
  ports: SettlePorts,
): Promise<LookedAt | undefined> {
  const found = new Map((await ports.subjects.findAll({ ids: [one, other] })).map((each) => [each.id, each]))
  const [first, second] = [found.get(one), found.get(other)]
  if (first === undefined || second === undefined) return undefined
  const pairs = pairsToShow(first, second)
  const nowMs = Date.now()
  const blocked = await ports.blocks.between([[first.owner, second.owner]])
  const moment = { nowMs, blocked, accuracyShareMax: ports.accuracyShareMax }
  const cause = { source: serviceSource('matching'), id: newId(), time: nowMs }
  const ids = pairs.map(({ search, counterpart }) => ({ search: search.id, offer: counterpart.id }))
  const before = await togetherOf(ids, ports)
  const { begun, ended, full } = await settlePairs(
    ids.map((pair) => ({ ...pair, cause, mayBegin: true })),
    ports,
  )
  const after = await togetherOf(ids, ports)
  return {
    counts: { begun, ended },
    pairs: pairs.map((pair) => {
      const sides = { search: pair.search.id, offer: pair.counterpart.id }
      const match = after.get(keyOfPair(sides))
      const wasBefore = match !== undefined && before.get(keyOfPair(sides))?.id === match.id
      const isFull = full.includes(sides.search) || full.includes(sides.offer)
      return {
        ...sides,
        outcome: match === undefined ? (isFull ? 'full' : 'none') : wasBefore ? 'together' : 'begun',
        ...(match !== undefined && { match: match.id }),
        conditions: conditionsOf(pair, moment),
      }
    }),
  }
}

/** The pairs that the two form; if they form none, the pair that shows why. */
function pairsToShow(first: Subject, second: Subject): Pair[] {
  const pairs = pairsOf(first, second)
  if (pairs.length > 0) return pairs
  const [search, counterpart] = first.kind === 'search' ? [first, second] : [second, first]
  return [{ search, counterpart }]
}

async function togetherOf(
  pairs: readonly { readonly search: string; readonly offer: string }[],
  { matches }: SettlePorts,
): Promise<ReadonlyMap<string, Match>> {
  const current = await matches.currentOfPairs(pairs)
  return new Map(
    current.filter(({ state }) => state === 'together').map((match) => [keyOfPair(match), match]),
  )
}
