import { isMatch, staysTogether, type Moment, type Pair } from '#lib/matching/rule.ts'
import type { CandidateQueue, QueuedSeeker } from '#lib/store/candidate-queue.ts'
import type { Match, MatchStore } from '#lib/store/matches.ts'
import type { Candidates, IndexedSubject, Seeker, SubjectIndex } from '#lib/store/subjects.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { Counter } from '#lib/telemetry/open-counter.ts'
import { pairUp } from './pair-up.ts'
import { readAffected, strongest, type Affected, type AffectedSubjects } from './read-affected.ts'
import {
  draftOf,
  keyOfPair,
  placedPair,
  settlePairs,
  type Settled,
  type SettlePorts,
  type UnsettledPair,
} from './settle-pairs.ts'

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

const CANDIDATES_MAX = 500
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
  // Before anything that may fail, so that the batch is not committed without them.
  await ports.queue.add(candidates.more.flatMap((seeker) => queuedBy(seeker, own.reasons)))
  const standing = new Set(current.map(keyOfPair))
  return settlePairs(
    [
      ...(await restless(current, { own, found: candidates.found }, ports)),
      ...(await fitting(seekers, candidates.found, { reasons: own.reasons, standing }, ports)),
    ],
    ports,
  )
}

function queuedBy(
  { subject, cursor }: Candidates['more'][number],
  reasons: AffectedSubjects['reasons'],
): QueuedSeeker[] {
  const cause = reasons.get(subject)?.cause
  return cause === undefined ? [] : [{ subject, cursor, cause }]
}

/**
 * Matches subjects of the queue with their next candidates, and says how each of them goes on. Their moves and edits have been handled:
 * only new pairs are looked for.
 */
export async function matchQueued(queued: readonly QueuedSeeker[], ports: MatcherPorts): Promise<Settled> {
  const found = await ports.subjects.findAll({ ids: queued.map(({ subject }) => subject) })
  const byId = new Map(found.filter(isSeeking).map((subject) => [subject.id, subject]))
  const seekers = queued.flatMap(({ subject: id, cursor }): Seeker[] => {
    const subject = byId.get(id)
    return subject === undefined ? [] : [{ subject, cursor }]
  })
  const reasons = new Map(queued.map(({ subject, cause }) => [subject, { cause, mayBegin: true }]))
  const candidates = await ports.subjects.candidates(seekers, CANDIDATES_MAX)
  const pairs = await fitting(seekers, candidates.found, { reasons, standing: new Set() }, ports)
  const standing = new Set((await ports.matches.currentOfPairs(pairs)).map(keyOfPair))
  const counts = await settlePairs(
    pairs.filter((pair) => !standing.has(keyOfPair(pair))),
    ports,
  )
  const cursors = new Map(candidates.more.map(({ subject, cursor }) => [subject, cursor]))
  for (const { subject } of queued) await ports.queue.advance(subject, cursors.get(subject), Date.now())
  return counts
}

function isSeeking({ active, at }: IndexedSubject): boolean {
  return active && at !== undefined
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

/** The pairs of seekers with their candidates that the rule lets begin, and that have no current match. */
async function fitting(
  seekers: readonly Seeker[],
  found: readonly IndexedSubject[],
  { reasons, standing }: Pick<AffectedSubjects, 'reasons'> & { readonly standing: ReadonlySet<string> },
  { blocks, accuracyShareMax }: MatcherPorts,
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
