import type { PushEvent } from '#lib/events/event.ts'
import type { Point } from '#lib/geo/point.ts'
import { distanceMeters } from '#lib/geo/distance.ts'
import { snapToGrid } from '#lib/geo/snap.ts'
import { newId } from '#lib/ids/new-id.ts'
import { distanceClass } from '#lib/matching/distance-class.ts'
import { peopleKey } from '#lib/matching/people-key.ts'
import { isMatch, staysTogether, type Moment, type Pair } from '#lib/matching/rule.ts'
import type { BlockStore } from '#lib/store/blocks.ts'
import type { CandidateQueue } from '#lib/store/candidate-queue.ts'
import type {
  Confirmation,
  Ending,
  Match,
  MatchDraft,
  MatchStore,
  PairIds,
  SeenMatch,
} from '#lib/store/matches.ts'
import type { SubjectIndex } from '#lib/store/subjects.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { keepBound, type BoundPorts } from './keep-bound.ts'
import type { MatchCause } from './match-cause.ts'
import { noticeOf } from './notice-of.ts'

/** The stores that settling needs. */
export interface SettlePorts extends BoundPorts {
  /** See `Moment`. */
  readonly accuracyShareMax?: number | undefined
  readonly subjects: Pick<SubjectIndex, 'findAll'>
  readonly matches: BoundPorts['matches'] &
    Pick<MatchStore, 'propose' | 'confirm' | 'withdraw' | 'end' | 'currentOfPairs'>
  readonly blocks: Pick<BlockStore, 'between'>
  readonly queue: Pick<CandidateQueue, 'add' | 'wake'>
  /**
   * How long the caller leases the notices of pairs that begin for the first time: it sends them itself. The courier finds all others, and
   * sends them in the order in which they were stored: that two are together again comes after that they had parted.
   */
  readonly leaseMs?: number | undefined
}

/** A pair to settle, and the event because of which it may have changed. */
export interface UnsettledPair extends PairIds {
  readonly cause: MatchCause
  /** False for what happened too late to ring: if the pair has no match, none is proposed. */
  readonly mayBegin: boolean
  /** For a pair of which it is known that it should begin: it is proposed without a look before. */
  readonly draft?: MatchDraft
}

/** Numbers of pairs that began and ended. */
export interface MatchCounts {
  readonly begun: number
  readonly ended: number
}

/** What settling changed. */
export interface Settled extends MatchCounts {
  /** The notices that the caller leases, and must send. */
  readonly leased: readonly PushEvent[]
  /** The subjects for which a pair was left out, because they have as many matches as they may have. */
  readonly full: readonly string[]
}

// A pair that begins or ends needs one or two. Each further look means that others changed it in between.
const LOOKS_MAX = 100

/**
 * Settles pairs: brings the match of each into the state that the rule demands of its two sides. Pairs begin and end only
 * here, whatever the reason: a move, an edit, a deletion, an expiry, a block, a device that changes hands. (The deletion of a
 * person also deletes their matches.)
 *
 * Every handler calls it after it has written its change. It reads the match first, then the sides and the blocks, and changes the match by a
 * compare-and-set on the revision that it read. It looks again, until match and rule agree. So of two who change the sides of one pair
 * at the same time, the one who looks last sees both changes. Only a match that it confirmed needs no further look: whoever changed a
 * side meanwhile tries to change the proposal too, and fails. `model/pair-model.test.ts` tries every order of these steps.
 *
 * A pair is not proposed when one of its sides has as many matches as it may have, see `keepBound()`. This is as if the event came too
 * late to ring: the full side is in the queue afterwards, and is looked at again when it has room.
 *
 * @throws {Error} when others change a pair so often that it does not come to rest; the caller tries again.
 */
export async function settlePairs(pairs: readonly UnsettledPair[], ports: SettlePorts): Promise<Settled> {
  const first = await propose([...new Map(pairs.map((pair) => [keyOfPair(pair), pair])).values()], ports)
  let { unsettled } = first
  let [begun, ended] = [0, 0]
  const leased: PushEvent[] = []
  const full = [...first.full]
  for (let looks = 0; unsettled.length > 0; looks += 1) {
    if (looks === LOOKS_MAX)
      throw new Error(`Cannot settle ${unsettled.length} pairs: they changed in each of ${LOOKS_MAX} looks`)
    const steps = (await look(unsettled, ports)).filter((step) => step !== undefined)
    const done = await takeSteps(steps, ports)
    begun += done.begun
    ended += done.ended
    leased.push(...done.leased)
    full.push(...done.full)
    unsettled = done.unsettled
  }
  return { begun, ended, leased, full }
}

/** What a pair needs; nothing when its match is as the rule demands. */
type Step = { readonly pair: UnsettledPair } & (
  | { readonly kind: 'propose' }
  | { readonly kind: 'confirm'; readonly change: Confirmation }
  | { readonly kind: 'withdraw'; readonly change: SeenMatch }
  | { readonly kind: 'end'; readonly change: Ending }
)

/** The moment of a look. */
interface LookMoment extends Moment {
  readonly leasedUntilMs?: number | undefined
}

/** A pair whose two sides have a place. */
export type PlacedPair = Pair & { readonly at: readonly [Point, Point] }

/** Reads the matches first, and the sides and the blocks after them; the other order would miss pairs. */
async function look(
  pairs: readonly UnsettledPair[],
  { subjects, matches, blocks, accuracyShareMax, leaseMs }: SettlePorts,
): Promise<(Step | undefined)[]> {
  const current = new Map((await matches.currentOfPairs(pairs)).map((match) => [keyOfPair(match), match]))
  const ids = [...new Set(pairs.flatMap(({ search, offer }) => [search, offer]))]
  const found = new Map((await subjects.findAll({ ids })).map((subject) => [subject.id, subject]))
  const sided = pairs.map((pair) => {
    const [search, counterpart] = [found.get(pair.search), found.get(pair.offer)]
    return { pair, sides: search && counterpart && { search, counterpart } }
  })
  const blocked = await blocks.between(
    sided.flatMap(({ sides }) => (sides ? [[sides.search.owner, sides.counterpart.owner] as const] : [])),
  )
  const nowMs = Date.now()
  const leasedUntilMs = leaseMs === undefined ? undefined : nowMs + leaseMs
  const moment = { nowMs, blocked, accuracyShareMax, leasedUntilMs }
  return sided.map(({ pair, sides }) => decide(pair, sides, current.get(keyOfPair(pair)), moment))
}

function decide(
  pair: UnsettledPair,
  sides: Pair | undefined,
  match: Match | undefined,
  moment: LookMoment,
): Step | undefined {
  const { nowMs } = moment
  const meeting = sides !== undefined && isMatch(sides, moment) ? placedPair(sides) : undefined
  if (match === undefined)
    return meeting && pair.mayBegin
      ? { kind: 'propose', pair: { ...pair, draft: draftOf(meeting, pair.cause, nowMs) } }
      : undefined
  if (match.state === 'proposed')
    return meeting === undefined
      ? { kind: 'withdraw', pair, change: match }
      : { kind: 'confirm', pair, change: confirmationOf(match, meeting, pair.cause, moment) }
  if (sides !== undefined && staysTogether(sides, moment)) return undefined
  const reason = sides && reasonOf(sides, moment)
  const cause: MatchCause = reason === undefined ? pair.cause : { ...pair.cause, reason }
  const over: Match = { ...match, state: 'ended', endedAt: nowMs, cause }
  return {
    kind: 'end',
    pair,
    change: { seen: match, endedAt: nowMs, notice: noticeOf('match.ended', over, nowMs) },
  }
}

/** Why a match ends, where its people are told so. */
function reasonOf({ search, counterpart }: Pair, { blocked }: Moment): MatchCause['reason'] {
  // A block is named as the reason even if the sides are also too far apart now: it cancels pending pushes.
  if (blocked.has(peopleKey(search.owner, counterpart.owner))) return 'block'
  return search.stage === 'settled' || counterpart.stage === 'settled' ? 'settled' : undefined
}

/** Carries out what pairs need. Gives what began and ended, and the pairs that need another look. */
async function takeSteps(steps: readonly Step[], ports: SettlePorts): Promise<Settled & Proposed> {
  const { matches, queue } = ports
  const confirmations = steps.flatMap((step) => (step.kind === 'confirm' ? [step.change] : []))
  const proposals = steps.flatMap((step) => (step.kind === 'propose' ? [step.pair] : []))
  const [confirmed, withdrawn, ended, proposed] = await Promise.all([
    matches.confirm(confirmations),
    matches.withdraw(steps.flatMap((step) => (step.kind === 'withdraw' ? [step.change] : []))),
    matches.end(steps.flatMap((step) => (step.kind === 'end' ? [step.change] : []))),
    propose(proposals, ports),
  ])
  const leased = new Set(
    confirmations.filter(({ leasedUntilMs }) => leasedUntilMs !== undefined).map(({ notice }) => notice.id),
  )
  // The notice of an end wakes its sides; a proposal has none.
  if (withdrawn > 0) await queue.wake(steps.flatMap(sidesOfWithdrawn), Date.now())
  const unsettled = steps.flatMap(({ kind, pair }) => {
    if (kind === 'propose' || (kind === 'confirm' && confirmed.length === confirmations.length)) return []
    // Somebody may have seen this match, and be content with it, after its sides were read here: it begins again.
    const isGone = (kind === 'withdraw' && withdrawn > 0) || (kind === 'end' && ended > 0)
    return [isGone ? { ...pair, mayBegin: true } : pair]
  })
  return {
    begun: confirmed.length,
    ended,
    leased: confirmed.filter(({ id }) => leased.has(id)),
    full: proposed.full,
    unsettled: [...unsettled, ...proposed.unsettled],
  }
}

function sidesOfWithdrawn({ kind, pair }: Step): string[] {
  return kind === 'withdraw' ? [pair.search, pair.offer] : []
}

interface Proposed extends Pick<Settled, 'full'> {
  /** The pairs that need another look. */
  readonly unsettled: readonly UnsettledPair[]
}

/**
 * Proposes the pairs that have a draft, as far as their sides have room. Those that are left out need no look; the full sides are
 * queued. Whoever dies before that handles their event again.
 */
async function propose(pairs: readonly UnsettledPair[], ports: SettlePorts): Promise<Proposed> {
  const drafts = pairs.flatMap(({ draft }) => (draft === undefined ? [] : [draft]))
  const { within, full } = await keepBound(drafts, ports)
  await ports.matches.propose(within)
  await ports.queue.add(full)
  const isIn = new Set(within)
  return {
    full: full.map(({ subject }) => subject),
    unsettled: pairs.filter(({ draft }) => draft === undefined || isIn.has(draft)),
  }
}

function confirmationOf(
  match: Match,
  sides: PlacedPair,
  cause: MatchCause,
  { nowMs, leasedUntilMs }: LookMoment,
): Confirmation {
  const { sides: rung, distanceClass: distance, spot } = draftOf(sides, cause, nowMs)
  const found = { sides: rung, distanceClass: distance, cause, spot }
  const validUntil = Math.min(sides.search.validUntil ?? Infinity, sides.counterpart.validUntil ?? Infinity)
  const until = Number.isFinite(validUntil) ? validUntil : undefined
  const notice = noticeOf('match.found', { ...match, ...found }, nowMs, until)
  return { seen: match, found, notice, leasedUntilMs: match.episode === 1 ? leasedUntilMs : undefined }
}

/** A new match. */
export function draftOf(
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
    sides: rung.map((own) => sideOf(own, own === search ? counterpart : search)),
    distanceClass: distanceClass(distanceMeters(a, b)),
    cause,
    spot: snapToGrid(a),
  }
}

/** A side to notify, with the picture of the other one. */
function sideOf(
  { owner, id, title, device }: Subject,
  { images: [picture] }: Subject,
): MatchDraft['sides'][number] {
  return {
    person: owner,
    subject: id,
    title,
    mobile: device !== undefined,
    ...(picture !== undefined && { picture }),
  }
}

/** A pair with the places of its sides; undefined when one has none. */
export function placedPair(pair: Pair): PlacedPair | undefined {
  const { search, counterpart } = pair
  return search.at && counterpart.at && { ...pair, at: [search.at, counterpart.at] }
}

/** A pair as a key of maps. */
export function keyOfPair({ search, offer }: PairIds): string {
  return JSON.stringify([search, offer])
}
