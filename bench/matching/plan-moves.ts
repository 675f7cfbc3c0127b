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

/** What the movers of a world did before, in the order in which it is measured: each of them moves once in each. */
export const STATES = ['first sighting', 'settled'] as const

const BATCH = 500
const BATCHES = { min: 7, max: 16 }
const SINGLES_MAX = 1_000
const SINGLES_SHARE = 0.2

/**
 * Divides the movers of a world among what is measured. In a small world the batches are smaller, so that there are enough of
 * them.
 */
export function planMoves(movers: number, inFlight: readonly number[]): MovePlan {
  const single = Math.min(SINGLES_MAX, Math.floor(movers * SINGLES_SHARE))
  const most = Math.max(...inFlight)
  const batchesMin = Math.ceil(BATCHES.min / most) * most
  const batch = Math.min(BATCH, Math.floor((movers - single) / (1 + inFlight.length * batchesMin)))
  if (batch < 1) throw new Error(`Cannot bench ${movers} movers: there are too few of them`)
  const batches = Math.min(BATCHES.max, Math.floor(((movers - single) / batch - 1) / inFlight.length))
  // A multiple of all numbers in flight, so that all are busy until the end.
  const count = Math.floor(batches / most) * most * batch
  const first = batch + single
  return {
    warm: { from: 0, count: batch, batch, inFlight: 1 },
    single: { from: batch, count: single },
    loads: inFlight.map((many, index) => ({ from: first + index * count, count, batch, inFlight: many })),
  }
}
