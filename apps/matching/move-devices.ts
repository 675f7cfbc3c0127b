import { distanceMeters } from '#lib/geo/distance.ts'
import { stayInCell } from '#lib/geo/stay-in-cell.ts'
import type { Fix, Position, PositionChange, PositionStore } from '#lib/store/positions.ts'
import type { Move } from './read-batch.ts'

/** The outcome of a move. */
export type MoveOutcome = 'moved' | 'stale' | 'older' | 'too-fast'

/** What became of the moves of a batch. */
export interface Moved {
  /** Of each device that moved, the move that counts. */
  readonly moves: readonly CountedMove[]
  /** The outcome of each move that was looked at. */
  readonly outcomes: readonly MoveOutcome[]
}

/** A move that counts. */
export interface CountedMove extends Move {
  /** True when it came too late to ring: it ends pairs, and begins none. */
  readonly isLate: boolean
}

const LATE_MS = 10 * 60_000

// Faster than any airliner, over a distance larger than GPS errors: the position is wrong, or two phones share an id.
const SPEED_MAX_METERS_PER_SECOND = 340
const JUMP_METERS_MIN = 2_000

/**
 * Moves devices. Each move is checked before the newest good one of its device is chosen, so that a wrong fix does not hide a good
 * one of the same batch. Positions are written before any query, so that of two concurrent moves at least one sees the other.
 *
 * A move that no phone can make in this time is in doubt, and changes nothing. When a second one agrees with it, the position
 * before was wrong, and the second one counts.
 *
 * @param devices the moves of each device, oldest first
 */
export async function moveDevices(
  devices: readonly (readonly Move[])[],
  positions: Pick<PositionStore, 'findAll' | 'write'>,
): Promise<Moved> {
  const names = devices.flatMap(([first]) => (first === undefined ? [] : [first.device]))
  if (names.length === 0) return { moves: [], outcomes: [] }
  const known = new Map((await positions.findAll(names)).map((position) => [position.device, position]))
  const choices = devices.map((moves) => choose(moves, known.get(moves[0]?.device ?? '')))
  await positions.write(choices.flatMap(({ change }) => (change === undefined ? [] : [change])))
  return {
    moves: choices.flatMap(({ move }) => (move === undefined ? [] : [move])),
    outcomes: choices.flatMap(({ outcomes }) => outcomes),
  }
}

interface Choice {
  readonly move?: CountedMove | undefined
  readonly change?: PositionChange | undefined
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
  const newDoubt = doubt === known?.doubt ? undefined : doubt
  if (move === undefined) {
    const [first] = moves
    const change = first && newDoubt && { device: first.device, doubt: newDoubt }
    return { change, outcomes }
  }
  const isLate = move.timeMs < move.receivedMs - LATE_MS
  return {
    move: { ...move, isLate },
    change: { device: move.device, position: positionAfter(move, known), doubt: newDoubt },
    outcomes: [...outcomes, isLate ? 'stale' : 'moved'],
  }
}

function positionAfter(
  { person, at, timeMs, accuracyMeters }: Move,
  known: Position | undefined,
): NonNullable<PositionChange['position']> {
  // A new owner of the phone does not begin in the cell of the previous one.
  const cell = stayInCell(known?.person === person ? known.cell : undefined, at)
  return { person, at, cell, timeMs, ...(accuracyMeters !== undefined && { accuracyMeters }) }
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

function isTooFast(last: Pick<Position, 'at' | 'timeMs'>, { at, timeMs }: Move): boolean {
  const meters = distanceMeters(last.at, at)
  const seconds = Math.max(0, timeMs - last.timeMs) / 1_000
  return meters > JUMP_METERS_MIN && meters > seconds * SPEED_MAX_METERS_PER_SECOND
}
