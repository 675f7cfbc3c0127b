import { staysTogether } from '#lib/matching/rule.ts'
import type { CandidateQueue, QueuedSeeker } from '#lib/store/candidate-queue.ts'
import type { Match, MatchStore } from '#lib/store/matches.ts'
import type { Candidates, IndexedSubject, Seeker, SubjectIndex } from '#lib/store/subjects.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { Counter } from '#lib/telemetry/open-counter.ts'
import { fittingPairs, isSeeking } from './fitting-pairs.ts'
import { readAffected, strongest, type Affected, type AffectedSubjects } from './read-affected.ts'
import { keyOfPair, settlePairs, type Settled, type SettlePorts, type UnsettledPair } from './settle-pairs.ts'

/** The stores that matching subjects needs. */
export interface MatcherPorts extends SettlePorts {
  readonly subjects: SubjectIndex
  readonly matches: MatchStore
  /** Subjects with more candidates than are handled at once. */
  readonly queue: CandidateQueue
}

/** Creates the counter of pairs that began and ended, for all causes. */
export function createMatchCounter(metrics: Metrics): Counter<'change'> {
  return metrics.counter('push_matching_matches_total', 'Pairs that began and ended', ['change'])
}

/** Candidates of one subject that are handled at once. */
export const CANDIDATES_MAX = 500
const NOBODY: ReadonlySet<string> = new Set()

/**
 * Settles the pairs of all affected subjects together: those that have a match, and those that the rule would let begin. The number of
 * commands to the stores does not depend on the number of subjects. It is idempotent.
 *
 * What it reads only finds the pairs that may need a change, so the order of these reads does not matter: whoever changes a side after
 * they were read looks at its pairs too. `settlePairs()` reads the pairs again, in the order that matters.
 */
export async function matchSubjects(affected: Affected, ports: MatcherPorts): Promise<Settled> {
  const own = await readAffected(affected, ports.subjects)
  const seekers = own.subjects
    .filter((subject) => isSeeking(subject) && own.reasons.get(subject.id)?.mayBegin === true)
    .map((subject): Seeker => ({ subject }))
  const [current, candidates] = await Promise.all([
    ports.matches.currentOf([...own.reasons.keys()]),
    ports.subjects.candidates(seekers, CANDIDATES_MAX),
  ])
  const standing = new Set(current.map(keyOfPair))
  const settled = await settlePairs(
    [
      ...(await restless(current, { own, found: candidates.found }, ports)),
      ...(await fittingPairs(seekers, candidates.found, { reasons: own.reasons, standing }, ports)),
    ],
    ports,
  )
  // Before the batch is committed. Those that are full are queued already, from their newest candidates.
  const further = candidates.more.filter(({ subject }) => !settled.full.includes(subject))
  await ports.queue.add(further.flatMap((seeker) => queuedBy(seeker, own.reasons)))
  return settled
}

function queuedBy(
  { subject, cursor }: Candidates['more'][number],
  reasons: AffectedSubjects['reasons'],
): QueuedSeeker[] {
  const cause = reasons.get(subject)?.cause
  return cause === undefined ? [] : [{ subject, cursor, cause }]
}

/** The current matches that are not as the rule demands. */
async function restless(
  current: readonly Match[],
  { own, found }: { readonly own: AffectedSubjects; readonly found: readonly IndexedSubject[] },
  { subjects }: MatcherPorts,
): Promise<UnsettledPair[]> {
  const known = new Map([...own.subjects, ...found].map((subject) => [subject.id, subject]))
  const others = new Set(
    current.flatMap(({ search, offer }) => [search, offer]).filter((id) => !known.has(id)),
  )
  for (const subject of await subjects.findAll({ ids: [...others] })) known.set(subject.id, subject)
  // Whoever blocks somebody ends their matches: a block needs no look here.
  const moment = { nowMs: Date.now(), blocked: NOBODY }
  return current.flatMap(({ search, offer, state }) => {
    const [one, other] = [known.get(search), known.get(offer)]
    const stays = one && other && staysTogether({ search: one, counterpart: other }, moment)
    const reason = strongest([own.reasons.get(search), own.reasons.get(offer)])
    return (state === 'together' && stays === true) || reason === undefined
      ? []
      : [{ search, offer, ...reason }]
  })
}
