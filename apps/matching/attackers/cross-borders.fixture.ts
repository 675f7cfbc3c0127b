import { distanceMeters } from '#lib/geo/distance.ts'
import type { Point } from '#lib/geo/point.ts'
import { GRID_METERS } from '#lib/geo/snap.ts'
import { OVERSHOOT_METERS } from '#lib/geo/stay-in-cell.ts'
import { moveTo, shownPlace, type Target } from './attack.fixture.ts'
import type { Stage } from './open-stage.fixture.ts'
import { offsetOf, pointAt } from './plane.fixture.ts'

const STEP_METERS = 15
const STEPS_MAX = 50
const LIMIT_METERS = GRID_METERS / 2 + OVERSHOOT_METERS
const TURN_DEGREES = 137.508

/** A change of a cell that a stranger sees at the moment in which it happens. */
export interface Crossing {
  /** Distance of the guess of somebody who knows the rule of the cells and the moment of the change. */
  readonly errorMeters: number
  /** Distance of the middle of the cell that is shown then. */
  readonly cellErrorMeters: number
}

/** Lets phones walk straight ahead, each in another direction, and looks after each step whether their cells changed. */
export async function crossBorders(
  stage: Stage,
  targets: readonly Target[],
  starts: readonly Point[],
): Promise<Crossing[]> {
  const crossings: Crossing[] = []
  let walkers = await Promise.all(
    targets.map(async (target, index) => {
      const start = starts[index] ?? { lat: 0, lng: 0 }
      return { target, start, bearing: index * TURN_DEGREES, cell: await shownPlace(stage, target) }
    }),
  )
  for (let step = 1; step <= STEPS_MAX && walkers.length > 0; step += 1) {
    const places = walkers.map(({ start, bearing }) => {
      const [east, north] = [Math.sin(radians(bearing)), Math.cos(radians(bearing))]
      return pointAt(start, { east: east * STEP_METERS * step, north: north * STEP_METERS * step })
    })
    await moveTo(
      stage,
      walkers.map(({ target }) => target),
      places,
    )
    const shown = await Promise.all(walkers.map(({ target }) => shownPlace(stage, target)))
    const hasChanged = walkers.map(({ cell }, index) => JSON.stringify(shown[index]) !== JSON.stringify(cell))
    for (const [index, { cell }] of walkers.entries()) {
      const [place, now] = [places[index], shown[index]]
      if (hasChanged[index] !== true || place === undefined || now === undefined) continue
      crossings.push({
        errorMeters: distanceMeters(guessOf(cell, now), place),
        cellErrorMeters: distanceMeters(now, place),
      })
    }
    walkers = walkers.filter((_, index) => hasChanged[index] !== true)
  }
  return crossings
}

/** The middle of where the phone can be: just beyond the limit in the direction of the change, and in the cell that is shown now. */
function guessOf(before: Point, now: Point): Point {
  const { east, north } = offsetOf(before, now)
  return pointAt(before, { east: middleOf(east), north: middleOf(north) })
}

function middleOf(meters: number): number {
  const edge = LIMIT_METERS + STEP_METERS / 2
  if (Math.abs(meters) > LIMIT_METERS) return Math.sign(meters) * edge
  const low = Math.max(-LIMIT_METERS, meters - LIMIT_METERS)
  const high = Math.min(LIMIT_METERS, meters + LIMIT_METERS)
  return (low + high) / 2
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180
}
