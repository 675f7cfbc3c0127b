import { distanceMeters } from '#lib/geo/distance.ts'
import { snapToGrid } from '#lib/geo/snap.ts'
import { newId } from '#lib/ids/new-id.ts'
import { distanceClass } from '#lib/matching/distance-class.ts'
import { peopleKey, type TwoPeople } from '#lib/matching/people-key.ts'
import { isMatch, pairsOf, staysTogether, type Pair } from '#lib/matching/rule.ts'
import type { BlockStore } from '#lib/store/blocks.ts'
import type { Match, MatchDraft, MatchStore } from '#lib/store/matches.ts'
import type { SubjectIndex } from '#lib/store/subjects.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { Counter } from '#lib/telemetry/open-counter.ts'
import { endMatch, type MatchCause } from './end-match.ts'
import { noticeOf } from './notice-of.ts'
import type { Cause } from './read-batch.ts'

/** The stores that matching one subject needs. */
export interface MatcherPorts {
  readonly subjects: SubjectIndex
  readonly matches: MatchStore
  readonly blocks: Pick<BlockStore, 'between'>
}

/** Numbers of pairs that began and ended. */
export interface MatchCounts {
  readonly begun: number
  readonly ended: number
}

/** Creates the counter of pairs that began and ended, for all causes. */
export function createMatchCounter(metrics: Metrics): Counter<'change'> {
  return metrics.counter('push_matching_matches_total', 'Pairs that began and ended', ['change'])
}

const CANDIDATES_MAX = 500

/**
 * Ends the matches of a subject whose pairs are no longer together, and begins new ones. The query finds candidates in the
 * subject's own circle, and the mutual rule filters them by their circles. It is idempotent.
 */
export async function matchSubject(id: string, cause: Cause, ports: MatcherPorts): Promise<MatchCounts> {
  const subject = await ports.subjects.find(id)
  const now = Date.now()
  const ended = await endParted(id, subject, { cause, now, ports })
  let begun = 0
  if (subject?.active !== true || subject.at === undefined) return { begun, ended }
  const context = { cause: { ...cause, person: subject.owner }, now, ports }
  for (let cursor: string | undefined; ;) {
    const candidates = await ports.subjects.candidates(subject, { limit: CANDIDATES_MAX, cursor })
    const blocked = await ports.blocks.between(candidates.map(({ owner }) => [subject.owner, owner]))
    for (const pair of candidates.flatMap((candidate) => pairsOf(subject, candidate))) {
      if (isMatch(pair, { nowMs: now, blocked }) && (await begin(pair, context))) begun += 1
    }
    cursor = candidates.at(-1)?.id
    if (candidates.length < CANDIDATES_MAX || cursor === undefined) return { begun, ended }
  }
}

interface MatchContext {
  readonly cause: MatchCause
  readonly now: number
  readonly ports: MatcherPorts
}

async function endParted(id: string, subject: Subject | undefined, context: MatchContext): Promise<number> {
  const { cause, now, ports } = context
  const { subjects, matches, blocks } = ports
  const together: { match: Match; pair: Pair | undefined }[] = []
  for (const match of await matches.together(id)) {
    const search = match.search === id ? subject : await subjects.find(match.search)
    const counterpart = match.offer === id ? subject : await subjects.find(match.offer)
    together.push({ match, pair: search && counterpart && { search, counterpart } })
  }
  const blocked = await blocks.between(together.flatMap(({ pair }) => (pair ? [ownersOf(pair)] : [])))
  let ended = 0
  for (const { match, pair } of together) {
    if (pair !== undefined && staysTogether(pair, { nowMs: now, blocked })) continue
    // Name the block as the cause even when the move alone would have ended the match, so that no pending push rings.
    const isBlocked = pair !== undefined && blocked.has(peopleKey(...ownersOf(pair)))
    if (await endMatch(match, isBlocked ? { ...cause, reason: 'block' } : cause, matches)) ended += 1
  }
  return ended
}

function ownersOf({ search, counterpart }: Pair): TwoPeople {
  return [search.owner, counterpart.owner]
}

async function begin(pair: Pair, { cause, now, ports }: MatchContext): Promise<boolean> {
  const draft = draftOf(pair, cause, now)
  const validUntil = Math.min(pair.search.validUntil ?? Infinity, pair.counterpart.validUntil ?? Infinity)
  const notice = noticeOf('match.found', draft, now, Number.isFinite(validUntil) ? validUntil : undefined)
  return (await ports.matches.begin(draft, notice)) !== undefined
}

function draftOf({ search, counterpart }: Pair, cause: MatchCause, now: number): MatchDraft {
  // A search for searches notifies only its own owner: the other person did not ask to be found.
  const rung = search.wants === 'offers' ? [search, counterpart] : [search]
  const [a, b] = [search.at, counterpart.at]
  if (a === undefined || b === undefined) throw new Error('Cannot begin a match: a side has no place')
  return {
    id: newId(),
    search: search.id,
    offer: counterpart.id,
    foundAt: now,
    owners: { search: search.owner, offer: counterpart.owner },
    sides: rung.map(({ owner, id, title, device }) => ({
      person: owner,
      subject: id,
      title,
      mobile: device !== undefined,
    })),
    distanceClass: distanceClass(distanceMeters(a, b)),
    cause,
    spot: snapToGrid(a),
  }
}
