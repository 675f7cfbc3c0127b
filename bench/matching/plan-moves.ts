/** Movers that move at one point of a bench: so many, from a number on. */
export interface MoverRange {
  readonly from: number
  readonly count: number
}

/** A range that moves in batches. */
export interface BatchRange extends MoverRange {
  readonly batch: number
  readonly inFlight: number
}

/** Which movers move when. No mover is in two ranges. */
export interface MovePlan {
  /** Moved, but not measured, because all caches are cold. */
  readonly warm: BatchRange
  readonly single: MoverRange
  readonly loads: readonly BatchRange[]
}

const BATCH = 500
const BATCHES_MAX = 16
const SINGLES_MAX = 1_000
// In a small world the batches are smaller, so that there are enough of them.
const BATCHES_MIN = 40
const SINGLES_SHARE = 0.2

/** Divides the movers of a world among what is measured. */
export function planMoves(movers: number, inFlight: readonly number[]): MovePlan {
  const batch = Math.max(1, Math.min(BATCH, Math.floor(movers / BATCHES_MIN)))
  const singles = Math.min(SINGLES_MAX, Math.floor(movers * SINGLES_SHARE))
  const batches = Math.floor((movers - batch - singles) / batch / inFlight.length)
  // The same number for each of those in flight, so that all are busy until the end.
  const most = Math.max(...inFlight)
  const count = Math.floor(Math.min(BATCHES_MAX, batches) / most) * most * batch
  if (count === 0) throw new Error(`Cannot bench ${movers} movers: there are too few of them`)
  const first = batch + singles
  return {
    warm: { from: 0, count: batch, batch, inFlight: 1 },
    single: { from: batch, count: singles },
    loads: inFlight.map((many, index) => ({ from: first + index * count, count, batch, inFlight: many })),
  }
}
