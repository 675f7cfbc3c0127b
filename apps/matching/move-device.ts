import { distanceMeters } from '#lib/geo/distance.ts'
import { snapToGrid } from '#lib/geo/snap.ts'
import { stayInCell } from '#lib/geo/stay-in-cell.ts'
import type { Fix, Position, PositionStore } from '#lib/store/positions.ts'
import type { SubjectIndex } from '#lib/store/subjects.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import type { Move } from './read-batch.ts'

/** The outcome of a move. */
export type MoveOutcome = 'moved' | 'stale' | 'older' | 'too-fast'

/** What became of the moves of one device. */
export interface Moved {
  /** The move that counts; undefined when none of them is better than what was known. */
  readonly move: Move | undefined
  /** True when the move came too late to ring: it ends pairs, and begins none. */
  readonly isLate: boolean
  /** The outcome of each move that was looked at. */
  readonly outcomes: readonly MoveOutcome[]
}

/** The stores that moving needs. */
export interface MoverPorts {
  readonly subjects: SubjectIndex
  readonly positions: PositionStore
}

const LATE_MS = 10 * 60_000

// Faster than any airliner, over a distance larger than GPS errors: the position is wrong, or two phones share an id.
const SPEED_MAX_METERS_PER_SECOND = 340
const JUMP_METERS_MIN = 2_000

/**
 * Moves a device and the subjects that follow it. Each move is checked before the newest good one is chosen, so that a wrong fix
 * does not hide a good one of the same batch. The position is written before any query, so that of two concurrent moves at least
 * one sees the other.
 *
 * A move that no phone can make in this time is in doubt, and changes nothing. When a second one agrees with it, the position
 * before was wrong, and the second one counts.
 *
 * @param moves those of one device, oldest first
 */
export async function moveDevice(
  moves: readonly Move[],
  { subjects, positions }: MoverPorts,
): Promise<Moved> {
  const [first] = moves
  const known = first && (await positions.find(first.device))
  const { move, doubt, outcomes } = choose(moves, known)
  if (move === undefined) {
    if (first !== undefined && doubt !== undefined) await positions.keepDoubt(first.device, doubt)
    return { move, isLate: false, outcomes }
  }
  // After a crash the same move comes again: its position is stored, its followers may not be.
  const { device, person, at, timeMs } = move
  const position = { device, person, at, timeMs }
  await positions.advance(position)
  if (doubt !== undefined) await positions.keepDoubt(device, doubt)
  await placeFollowers(position, subjects)
  const isLate = move.timeMs < move.receivedMs - LATE_MS
  return { move, isLate, outcomes: isLate ? [...outcomes.slice(0, -1), 'stale'] : outcomes }
}

interface Choice {
  readonly move: Move | undefined
  readonly doubt: Fix | undefined
  readonly outcomes: readonly MoveOutcome[]
}

function choose(moves: readonly Move[], known: Position | undefined): Choice {
  let last: Pick<Position, 'at' | 'timeMs'> | undefined = known
  let doubt = known?.doubt
  let move: Move | undefined
  const outcomes: MoveOutcome[] = []
  for (const next of moves) {
    if (last !== undefined && last.timeMs > next.timeMs) outcomes.push('older')
    else if (last !== undefined && isTooFast(last, next) && !isConfirmed(next, doubt)) {
      doubt = { at: next.at, timeMs: next.timeMs, event: next.cause.id }
      outcomes.push('too-fast')
    } else {
      doubt = undefined
      move = next
      last = next
    }
  }
  return {
    move,
    doubt: doubt === known?.doubt ? undefined : doubt,
    outcomes: move ? [...outcomes, 'moved'] : outcomes,
  }
}

/** True when another fix was in doubt before, and a phone can get from there to here. */
function isConfirmed(next: Move, doubt: Fix | undefined): boolean {
  return (
    doubt !== undefined &&
    doubt.event !== next.cause.id &&
    doubt.timeMs <= next.timeMs &&
    !isTooFast(doubt, next)
  )
}

/** Subjects of the current owner that follow a device; a previous owner must not learn its position. */
export async function followersOf(
  { device, person }: Pick<Position, 'device' | 'person'>,
  subjects: SubjectIndex,
): Promise<Subject[]> {
  return (await subjects.followers(device)).filter(({ owner }) => owner === person)
}

/** Moves all subjects that follow a device to its position; to the privacy grid when one of them is hidden. */
export async function placeFollowers(
  position: Omit<Position, 'doubt'>,
  subjects: SubjectIndex,
): Promise<void> {
  const { device, at, timeMs } = position
  const followers = await followersOf(position, subjects)
  const isHidden = followers.some(({ showLocation }) => !showLocation)
  for (const { id, at: previous } of followers) {
    // The previous place may be exact: the subject was not hidden until now, or was the only one on this phone.
    const cell = previous === undefined ? undefined : snapToGrid(previous)
    const place = isHidden ? stayInCell(cell, at) : at
    await subjects.move(id, device, place, timeMs)
  }
}

function isTooFast(last: Pick<Position, 'at' | 'timeMs'>, { at, timeMs }: Move): boolean {
  const meters = distanceMeters(last.at, at)
  const seconds = Math.max(0, timeMs - last.timeMs) / 1_000
  return meters > JUMP_METERS_MIN && meters > seconds * SPEED_MAX_METERS_PER_SECOND
}
