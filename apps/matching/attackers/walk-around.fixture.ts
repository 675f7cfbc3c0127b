import { distanceMeters } from '#lib/geo/distance.ts'
import type { Point } from '#lib/geo/point.ts'
import { shownPlace, type Attack } from './attack.fixture.ts'
import { bestGuess, pointAt, type Offset } from './plane.fixture.ts'

const RADIUS_METERS = 300
// `staysTogether()`: 50 m beyond the circle.
const PARTING_METERS = 350
const STEP_METERS = 20
const REACH_METERS = 600

/** Two walks across the cell: from the west to the east, and from the south to the north. */
const WALK: readonly Offset[] = [
  ...alongLine().map((east) => ({ east, north: 0 })),
  ...alongLine().map((north) => ({ east: 0, north })),
]

/** Walks around the place that is shown with a phone that a search follows, and writes down when matches begin and end. */
export const walkAround: Attack = async (stage, targets) => {
  const cells = await Promise.all(targets.map((target) => shownPlace(stage, target)))
  const walkers = targets.map(({ owner }) => ({ person: `walker-to-${owner}`, device: `walker-${owner}` }))
  const searches = await stage.write(
    ...targets.map(({ keyword }, index) => ({
      kind: 'search' as const,
      owner: walkers[index]?.person ?? '',
      device: walkers[index]?.device ?? '',
      keyword,
      radiusMeters: RADIUS_METERS,
    })),
  )
  const seen = targets.map(() => '')
  const places = cells.map((cell) => WALK.map((offset) => pointAt(cell, offset)))
  for (const [step] of WALK.entries()) {
    await stage.move(
      ...walkers.map((walker, index) => ({ ...walker, at: places[index]?.[step] ?? { lat: 0, lng: 0 } })),
    )
    const together = await stage.together(searches)
    for (const [index, id] of searches.entries()) seen[index] += together.has(id) ? '1' : '0'
  }
  await stage.remove(...searches)
  return cells.map((cell, index) => {
    const walk = places[index] ?? []
    const observed = seen[index] ?? ''
    return {
      guess: bestGuess(cell, (point) => contradictionsOf(point, walk, observed)),
      seen: `${JSON.stringify(cell)} ${observed}`,
    }
  })
}

/** How many of the observations would have been different if the target were at a point. */
function contradictionsOf(point: Point, walk: readonly Point[], observed: string): number {
  let isTogether = false
  let contradictions = 0
  for (const [step, place] of walk.entries()) {
    isTogether = distanceMeters(point, place) <= (isTogether ? PARTING_METERS : RADIUS_METERS)
    if (isTogether !== (observed[step] === '1')) contradictions += 1
  }
  return contradictions
}

function alongLine(): number[] {
  return Array.from(
    { length: (2 * REACH_METERS) / STEP_METERS + 1 },
    (_, index) => index * STEP_METERS - REACH_METERS,
  )
}
