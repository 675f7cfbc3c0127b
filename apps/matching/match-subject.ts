import { isMatch, pairsOf } from '#lib/matching/rule.ts'
import type { MatchStore } from '#lib/store/matches.ts'
import type { SubjectIndex } from '#lib/store/subjects.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { Counter } from '#lib/telemetry/open-counter.ts'
import type { Cause } from './read-batch.ts'
import { settlePairs, type MatchCounts, type SettlePorts } from './settle-pairs.ts'

/** The stores that matching subjects needs. */
export interface MatcherPorts extends SettlePorts {
  readonly subjects: SubjectIndex
  readonly matches: MatchStore
}

/** Creates the counter of pairs that began and ended, for all causes. */
export function createMatchCounter(metrics: Metrics): Counter<'change'> {
  return metrics.counter('push_matching_matches_total', 'Pairs that began and ended', ['change'])
}

const CANDIDATES_MAX = 500

/**
 * Settles the pairs of subjects that changed: those that have a match, and those that the rule would let begin by what the
 * candidates are now. It is idempotent.
 */
export async function matchSubjects(
  ids: readonly string[],
  cause: Cause,
  ports: MatcherPorts,
): Promise<MatchCounts> {
  let counts = await settleSubjects(ids, cause, ports)
  for (const subject of await ports.subjects.findAll(ids)) {
    if (!subject.active || subject.at === undefined) continue
    const ownCause = { ...cause, person: subject.owner }
    for await (const found of candidatesOf(subject, ports)) {
      const more = await settlePairs(
        found.map((pair) => ({ ...pair, cause: ownCause })),
        ports,
      )
      counts = { begun: counts.begun + more.begun, ended: counts.ended + more.ended }
    }
  }
  return counts
}

/** Settles the pairs of subjects that have a match, and begins no others: for what happened too late to ring. */
export async function settleSubjects(
  ids: readonly string[],
  cause: Cause,
  ports: MatcherPorts,
): Promise<MatchCounts> {
  const current = await ports.matches.currentOf(ids)
  const owners = new Map((await ports.subjects.findAll(ids)).map(({ id, owner }) => [id, owner]))
  return settlePairs(
    current.map(({ search, offer }) => {
      const person = owners.get(search) ?? owners.get(offer)
      return { search, offer, cause: person === undefined ? cause : { ...cause, person }, mayBegin: false }
    }),
    ports,
  )
}

/** The pairs of a subject with its candidates, page by page, as far as the rule would let them begin. */
async function* candidatesOf(subject: Subject, { subjects, blocks }: MatcherPorts) {
  for (let cursor: string | undefined; ;) {
    const candidates = await subjects.candidates(subject, { limit: CANDIDATES_MAX, cursor })
    const blocked = await blocks.between(candidates.map(({ owner }) => [subject.owner, owner]))
    const moment = { nowMs: Date.now(), blocked }
    yield candidates
      .flatMap((candidate) => pairsOf(subject, candidate))
      .filter((pair) => isMatch(pair, moment))
      .map(({ search, counterpart }) => ({ search: search.id, offer: counterpart.id }))
    cursor = candidates.at(-1)?.id
    if (candidates.length < CANDIDATES_MAX || cursor === undefined) return
  }
}
