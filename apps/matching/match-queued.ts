import type { LeasedSeeker } from '#lib/store/candidate-queue.ts'
import type { Seeker } from '#lib/store/subjects.ts'
import { fittingPairs, isSeeking } from './fitting-pairs.ts'
import { CANDIDATES_MAX, type MatcherPorts } from './match-subjects.ts'
import type { Reason } from './read-affected.ts'
import { keyOfPair, settlePairs, type MatchCounts, type UnsettledPair } from './settle-pairs.ts'

/** How long a full subject is parked at most: what it has may also become less without an end that is told, or the bound may be raised. */
const PARKED_MS = 10 * 60_000
/** How far the candidates beyond are counted, and in how many pages. */
const BEYOND_MAX = 1_000
const BEYOND_PAGES_MAX = 10

type Reasons = ReadonlyMap<string, Reason>

/**
 * Matches subjects of the queue with their next candidates, and says how each of them goes on. Their moves and edits have been handled:
 * only new pairs are looked for.
 */
export async function matchQueued(
  queued: readonly LeasedSeeker[],
  ports: MatcherPorts,
): Promise<MatchCounts> {
  const found = await ports.subjects.findAll({ ids: queued.map(({ subject }) => subject) })
  const byId = new Map(found.filter(isSeeking).map((subject) => [subject.id, subject]))
  const seekers = queued.flatMap(({ subject: id, cursor }): Seeker[] => {
    const subject = byId.get(id)
    return subject === undefined ? [] : [{ subject, cursor }]
  })
  const reasons = new Map(queued.map(({ subject, cause }) => [subject, { cause, mayBegin: true }]))
  const { pairs, cursors } = await nextPairs(seekers, reasons, ports)
  const settled = await settlePairs(pairs, ports)
  const full = new Set(settled.full)
  await parkAll(
    seekers.filter(({ subject }) => full.has(subject.id)),
    reasons,
    ports,
  )
  for (const each of queued)
    if (!full.has(each.subject)) await ports.queue.advance(each, cursors.get(each.subject), Date.now())
  return settled
}

/** The pairs of seekers with their next candidates that fit and have no match, and where each of them goes on. */
async function nextPairs(
  seekers: readonly Seeker[],
  reasons: Reasons,
  ports: MatcherPorts,
): Promise<{ readonly pairs: readonly UnsettledPair[]; readonly cursors: ReadonlyMap<string, string> }> {
  const { found, more } = await ports.subjects.candidates(seekers, CANDIDATES_MAX)
  const fitting = await fittingPairs(seekers, found, { reasons, standing: new Set() }, ports)
  const standing = new Set((await ports.matches.currentOfPairs(fitting)).map(keyOfPair))
  return {
    pairs: fitting.filter((pair) => !standing.has(keyOfPair(pair))),
    cursors: new Map(more.map(({ subject, cursor }) => [subject, cursor])),
  }
}

/**
 * Parks seekers that are full. Then it counts once more, and wakes those that have room again: a match that ended before they were parked
 * did not wake them.
 */
async function parkAll(full: readonly Seeker[], reasons: Reasons, ports: MatcherPorts): Promise<void> {
  if (full.length === 0) return
  for (const seeker of full) {
    const beyond = await countBeyond(seeker, reasons, ports)
    await ports.queue.park(seeker.subject.id, { beyond, untilMs: Date.now() + PARKED_MS })
  }
  const ids = full.map(({ subject }) => subject.id)
  const room = await ports.matches.roomOf(ids, ports.pairsMax)
  await ports.queue.wake(
    ids.filter((id) => (room.get(id) ?? 0) > 0),
    Date.now(),
  )
}

/** How many pairs fit and have no match, from where the seeker is. */
async function countBeyond(seeker: Seeker, reasons: Reasons, ports: MatcherPorts): Promise<number> {
  let count = 0
  let { cursor } = seeker
  for (let pages = 0; pages < BEYOND_PAGES_MAX && count < BEYOND_MAX; pages += 1) {
    const { pairs, cursors } = await nextPairs([{ ...seeker, cursor }], reasons, ports)
    count += pairs.length
    cursor = cursors.get(seeker.subject.id)
    if (cursor === undefined) break
  }
  return Math.min(count, BEYOND_MAX)
}
