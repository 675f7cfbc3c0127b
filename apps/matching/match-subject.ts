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
import { endMatch, type MatchCause } from './end-match.ts'
import { noticeOf } from './notice-of.ts'
import type { Cause } from './read-batch.ts'

/** What matching one subject needs. */
export interface MatcherPorts {
  readonly subjects: SubjectIndex
  readonly matches: MatchStore
  readonly blocks: Pick<BlockStore, 'between'>
}

/** How many pairs began and ended. */
export interface MatchCounts {
  readonly begun: number
  readonly ended: number
}

const CANDIDATES_MAX = 500

/**
 * Ends the pairs of a subject that are together no more, and begins those that now are, both ways: the mover is answered
 * by a query of its own circle, filtered by the others' (the rule is mutual). Doing it again changes nothing.
 */
export async function matchSubject(id: string, cause: Cause, ports: MatcherPorts): Promise<MatchCounts> {
  const subject = await ports.subjects.find(id)
  const now = Date.now()
  const ended = await endParted(id, subject, { cause, now, ports })
  let begun = 0
  if (subject?.active !== true || subject.at === undefined) return { begun, ended }
  const moment = { cause: { ...cause, person: subject.owner }, now, ports }
  for (let cursor: string | undefined; ;) {
    const candidates = await ports.subjects.candidates(subject, { limit: CANDIDATES_MAX, cursor })
    const blocked = await ports.blocks.between(candidates.map(({ owner }) => [subject.owner, owner]))
    for (const pair of candidates.flatMap((candidate) => pairsOf(subject, candidate))) {
      if (isMatch(pair, { nowMs: now, blocked }) && (await begin(pair, moment))) begun += 1
    }
    cursor = candidates.at(-1)?.id
    if (candidates.length < CANDIDATES_MAX || cursor === undefined) return { begun, ended }
  }
}

interface Moment {
  readonly cause: MatchCause
  readonly now: number
  readonly ports: MatcherPorts
}

async function endParted(id: string, subject: Subject | undefined, moment: Moment): Promise<number> {
  const { cause, now, ports } = moment
  const { subjects, matches, blocks } = ports
  const together: { match: Match; pair: Pair | undefined }[] = []
  for (const match of await matches.together(id)) {
    const search = match.search === id ? subject : await subjects.find(match.search)
    const offer = match.offer === id ? subject : await subjects.find(match.offer)
    together.push({ match, pair: search && offer && { search, offer } })
  }
  const blocked = await blocks.between(together.flatMap(({ pair }) => (pair ? [ownersOf(pair)] : [])))
  let ended = 0
  for (const { match, pair } of together) {
    if (pair !== undefined && staysTogether(pair, { nowMs: now, blocked })) continue
    // Also where the move itself would have parted them: what one who blocked set off rings no more.
    const isBlocked = pair !== undefined && blocked.has(peopleKey(...ownersOf(pair)))
    if (await endMatch(match, isBlocked ? { ...cause, reason: 'block' } : cause, matches)) ended += 1
  }
  return ended
}

function ownersOf({ search, offer }: Pair): TwoPeople {
  return [search.owner, offer.owner]
}

async function begin(pair: Pair, { cause, now, ports }: Moment): Promise<boolean> {
  const draft = draftOf(pair, cause, now)
  const validUntil = Math.min(pair.search.validUntil ?? Infinity, pair.offer.validUntil ?? Infinity)
  const notice = noticeOf('match.found', draft, now, Number.isFinite(validUntil) ? validUntil : undefined)
  return (await ports.matches.begin(draft, notice)) !== undefined
}

function draftOf({ search, offer }: Pair, cause: MatchCause, now: number): MatchDraft {
  // A search that watches searches rings its own owner only: the other did not ask to be found.
  const rung = search.wants === 'offers' ? [search, offer] : [search]
  const [a, b] = [search.at, offer.at]
  if (a === undefined || b === undefined) throw new Error('Cannot begin a match: a side has no place')
  return {
    id: newId(),
    search: search.id,
    offer: offer.id,
    foundAt: now,
    owners: { search: search.owner, offer: offer.owner },
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
