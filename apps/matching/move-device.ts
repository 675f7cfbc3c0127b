import { distanceMeters } from '#lib/geo/distance.ts'
import { snapToGrid } from '#lib/geo/snap.ts'
import { stayInCell } from '#lib/geo/stay-in-cell.ts'
import type { Position, PositionStore } from '#lib/store/positions.ts'
import type { SubjectIndex } from '#lib/store/subjects.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import type { Move } from './read-batch.ts'

/** The outcome of a move. */
export type MoveOutcome = 'moved' | 'stale' | 'older' | 'too-fast'

/** The stores that moving needs. */
export interface MoverPorts {
  readonly subjects: SubjectIndex
  readonly positions: PositionStore
}

const STALE_MS = 10 * 60_000

// Faster than any airliner, over a distance larger than GPS errors: the position is fake, or two phones share an id.
const SPEED_MAX_METERS_PER_SECOND = 340
const JUMP_METERS_MIN = 2_000

/**
 * Moves a device and the subjects that follow it. All positions are written before any query, so that of two concurrent moves
 * at least one sees the other. `older` and `too-fast` moves change nothing; `stale` moves are written, but cause no match.
 */
export async function moveDevice(move: Move, { subjects, positions }: MoverPorts): Promise<MoveOutcome> {
  const { device, person, at, timeMs } = move
  const last = await positions.find(device)
  if (last !== undefined && last.timeMs > timeMs) return 'older'
  if (last !== undefined && isTooFast(last, move)) return 'too-fast'
  // After a crash the same move comes again: its position is stored, its followers may not be.
  const position = { device, person, at, timeMs }
  await positions.advance(position)
  await placeFollowers(position, subjects)
  return move.cause.time < Date.now() - STALE_MS ? 'stale' : 'moved'
}

/** Subjects of the current owner that follow a device; a previous owner must not learn its position. */
export async function followersOf(
  { device, person }: Pick<Position, 'device' | 'person'>,
  subjects: SubjectIndex,
): Promise<Subject[]> {
  return (await subjects.followers(device)).filter(({ owner }) => owner === person)
}

/** Moves all subjects that follow a device to its position; to the privacy grid when one of them is hidden. */
export async function placeFollowers(position: Position, subjects: SubjectIndex): Promise<void> {
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

function isTooFast(last: Position, { at, timeMs }: Move): boolean {
  const meters = distanceMeters(last.at, at)
  const seconds = Math.max(0, timeMs - last.timeMs) / 1_000
  return meters > JUMP_METERS_MIN && meters > seconds * SPEED_MAX_METERS_PER_SECOND
}
