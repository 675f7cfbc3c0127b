import type { Point } from '#lib/geo/point.ts'
import { distanceMeters } from '#lib/geo/distance.ts'
import { snapToGrid } from '#lib/geo/snap.ts'
import { newId } from '#lib/ids/new-id.ts'
import { distanceClass } from '#lib/matching/distance-class.ts'
import { peopleKey } from '#lib/matching/people-key.ts'
import { isMatch, staysTogether, type Moment, type Pair } from '#lib/matching/rule.ts'
import type { BlockStore } from '#lib/store/blocks.ts'
import type { Match, MatchDraft, MatchStore, PairIds } from '#lib/store/matches.ts'
import type { SubjectIndex } from '#lib/store/subjects.ts'
import type { MatchCause } from './match-cause.ts'
import { noticeOf } from './notice-of.ts'

/** The stores that settling needs. */
export interface SettlePorts {
  readonly subjects: Pick<SubjectIndex, 'findAll'>
  readonly matches: Pick<MatchStore, 'propose' | 'confirm' | 'withdraw' | 'end' | 'currentOfPairs'>
  readonly blocks: Pick<BlockStore, 'between'>
}

/** A pair to settle, and the event because of which it may have changed. */
export interface UnsettledPair extends PairIds {
  readonly cause: MatchCause
  /** False for a pair that is settled only because it has a match: if the match is gone, no other is proposed. */
  readonly mayBegin?: boolean
}

/** Numbers of pairs that began and ended. */
export interface MatchCounts {
  readonly begun: number
  readonly ended: number
}

/** Nothing began, and nothing ended. */
export const NO_MATCHES: MatchCounts = { begun: 0, ended: 0 }

// A new pair needs three: propose, confirm, and find it as it should be. Each further look means that others changed it in between.
const LOOKS_MAX = 100

/**
 * Settles pairs: brings the match of each into the state that the rule demands of its two sides. Pairs begin and end only
 * here, whatever the reason: a move, an edit, a deletion, an expiry, a block, a device that changes hands. (The deletion of a
 * person also deletes their matches.)
 *
 * Every handler calls it after it has written its change. It reads the match first, then the sides and the blocks, and changes the match by a
 * compare-and-set on the revision that it read. After each change, its own or of others, it looks again, until match and rule
 * agree. So of two who change the sides of one pair at the same time, the one who looks last sees both changes.
 * `model/pair-model.test.ts` tries every order of these steps.
 *
 * @throws {Error} when others change a pair so often that it does not come to rest; the caller tries again.
 */
export async function settlePairs(pairs: readonly UnsettledPair[], ports: SettlePorts): Promise<MatchCounts> {
  let unsettled = [...new Map(pairs.map((pair) => [keyOf(pair), pair])).values()]
  let [begun, ended] = [0, 0]
  for (let looks = 0; unsettled.length > 0; looks += 1) {
    if (looks === LOOKS_MAX)
      throw new Error(`Cannot settle ${unsettled.length} pairs: they changed in each of ${LOOKS_MAX} looks`)
    const steps = (await look(unsettled, ports)).filter((step) => step !== undefined)
    await ports.matches.propose(steps.flatMap((step) => (step.kind === 'propose' ? [step.draft] : [])))
    const done = await Promise.all(steps.map((step) => change(step, ports.matches)))
    begun += steps.filter(({ kind }, index) => kind === 'confirm' && done[index]).length
    ended += steps.filter(({ kind }, index) => kind === 'end' && done[index]).length
    // Look again at every pair that needed a change, whether or not the change succeeded.
    unsettled = steps.map(({ pair }) => pair)
  }
  return { begun, ended }
}

/** What a pair needs; nothing when its match is as the rule demands. */
type Step = { readonly pair: UnsettledPair } & (
  | { readonly kind: 'propose'; readonly draft: MatchDraft }
  | { readonly kind: 'confirm'; readonly match: Match; readonly sides: PlacedPair; readonly nowMs: number }
  | { readonly kind: 'withdraw'; readonly match: Match }
  | { readonly kind: 'end'; readonly match: Match; readonly cause: MatchCause; readonly nowMs: number }
)

/** A pair whose two sides have a place. */
type PlacedPair = Pair & { readonly at: readonly [Point, Point] }

/** Reads the matches first, and the sides and the blocks after them; the other order would miss pairs. */
async function look(
  pairs: readonly UnsettledPair[],
  { subjects, matches, blocks }: SettlePorts,
): Promise<(Step | undefined)[]> {
  const current = new Map((await matches.currentOfPairs(pairs)).map((match) => [keyOf(match), match]))
  const ids = [...new Set(pairs.flatMap(({ search, offer }) => [search, offer]))]
  const found = new Map((await subjects.findAll(ids)).map((subject) => [subject.id, subject]))
  const sided = pairs.map((pair) => {
    const [search, counterpart] = [found.get(pair.search), found.get(pair.offer)]
    return { pair, sides: search && counterpart && { search, counterpart } }
  })
  const blocked = await blocks.between(
    sided.flatMap(({ sides }) => (sides ? [[sides.search.owner, sides.counterpart.owner] as const] : [])),
  )
  const moment = { nowMs: Date.now(), blocked }
  return sided.map(({ pair, sides }) => decide(pair, sides, current.get(keyOf(pair)), moment))
}

function decide(
  pair: UnsettledPair,
  sides: Pair | undefined,
  match: Match | undefined,
  moment: Moment,
): Step | undefined {
  const { nowMs } = moment
  const meeting = sides !== undefined && isMatch(sides, moment) ? placed(sides) : undefined
  if (match === undefined)
    return pair.mayBegin === false
      ? undefined
      : meeting && { kind: 'propose', pair, draft: draftOf(meeting, pair.cause, nowMs) }
  if (match.state === 'proposed')
    return meeting === undefined
      ? { kind: 'withdraw', pair, match }
      : { kind: 'confirm', pair, match, sides: meeting, nowMs }
  if (sides !== undefined && staysTogether(sides, moment)) return undefined
  // A block is named as the reason even if the sides are also too far apart now: it cancels pending pushes.
  const isBlocked =
    sides !== undefined && moment.blocked.has(peopleKey(sides.search.owner, sides.counterpart.owner))
  const cause: MatchCause = isBlocked ? { ...pair.cause, reason: 'block' } : pair.cause
  return { kind: 'end', pair, match, cause, nowMs }
}

/** Carries out what a pair needs; false when the match is no longer as it was seen. Proposals were inserted before, so there is nothing to do for them. */
async function change(step: Step, matches: SettlePorts['matches']): Promise<boolean> {
  switch (step.kind) {
    case 'propose':
      return true
    case 'withdraw':
      return matches.withdraw(step.match)
    case 'end': {
      const { match, cause, nowMs } = step
      const over: Match = { ...match, state: 'ended', endedAt: nowMs, cause }
      return matches.end(match, nowMs, noticeOf('match.ended', over, nowMs))
    }
    case 'confirm': {
      const { match, sides, pair, nowMs } = step
      const { foundAt, sides: rung, distanceClass: distance, cause, spot } = draftOf(sides, pair.cause, nowMs)
      const found = { foundAt, sides: rung, distanceClass: distance, cause, spot }
      const validUntil = Math.min(
        sides.search.validUntil ?? Infinity,
        sides.counterpart.validUntil ?? Infinity,
      )
      const notice = noticeOf(
        'match.found',
        { ...match, ...found },
        nowMs,
        Number.isFinite(validUntil) ? validUntil : undefined,
      )
      return matches.confirm(match, found, notice)
    }
    default:
      return false
  }
}

function draftOf(
  { search, counterpart, at: [a, b] }: PlacedPair,
  cause: MatchCause,
  nowMs: number,
): MatchDraft {
  // A search for searches notifies only its own owner: the other person did not ask to be found.
  const rung = search.wants === 'offers' ? [search, counterpart] : [search]
  return {
    id: newId(),
    search: search.id,
    offer: counterpart.id,
    foundAt: nowMs,
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

function placed(pair: Pair): PlacedPair | undefined {
  const { search, counterpart } = pair
  return search.at && counterpart.at && { ...pair, at: [search.at, counterpart.at] }
}

function keyOf({ search, offer }: PairIds): string {
  return JSON.stringify([search, offer])
}
