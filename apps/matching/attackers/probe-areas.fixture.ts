import type { Point } from '#lib/geo/point.ts'
import { travel } from '#lib/geo/travel.ts'
import { shownPlace, type Attack, type Finding } from './attack.fixture.ts'
import type { Stage } from './open-stage.fixture.ts'
import { pointAt } from './plane.fixture.ts'

/** A rectangle as the parameter of a list. */
type QueryOf = (corners: readonly Point[]) => Record<string, string>

// A phone is at most 570 m away from the place that is shown.
const RANGE = [-610, 590] as const
const STEPS = 7
const FAR_METERS = 2_000

/** Finds, by halving, boxes of which the target is at the northern or the eastern edge, to some metres. */
export const probeBoxes = probeAreas([0, 90], (corners) => {
  const [lats, lngs] = [corners.map(({ lat }) => lat), corners.map(({ lng }) => lng)]
  const box = [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)]
  return { box: box.map((degrees) => degrees.toFixed(7)).join(',') }
})

/** The same with polygons, whose edges go across the grid. */
export const probePolygons = probeAreas([45, 135], (corners) => ({
  polygon: JSON.stringify(corners.map(({ lat, lng }) => [lng, lat])),
}))

function probeAreas(bearings: readonly [number, number], queryOf: QueryOf): Attack {
  async function edgeOf(stage: Stage, query: (meters: number) => Record<string, string>) {
    let [low, high] = RANGE as readonly [number, number]
    let seen = ''
    for (let step = 0; step < STEPS; step += 1) {
      const middle = (low + high) / 2
      const isIn = (await stage.list('offers', query(middle))).length > 0
      if (isIn) high = middle
      else low = middle
      seen += isIn ? '1' : '0'
    }
    return { meters: (low + high) / 2, seen }
  }

  return async function attack(stage, targets) {
    const findings: Finding[] = []
    for (const target of targets) {
      const cell = await shownPlace(stage, target)
      const edges: { readonly meters: number; readonly seen: string }[] = []
      for (const bearing of bearings) {
        const query = (meters: number) => ({
          keywords: target.keyword,
          ...queryOf(rectangle(cell, bearing, meters)),
        })
        edges.push(await edgeOf(stage, query))
      }
      const along = (part: (radians: number) => number) =>
        edges.reduce(
          (sum, { meters }, index) => sum + meters * part(((bearings[index] ?? 0) * Math.PI) / 180),
          0,
        )
      findings.push({
        guess: pointAt(cell, { east: along(Math.sin), north: along(Math.cos) }),
        seen: [JSON.stringify(cell), ...edges.map(({ seen }) => seen)].join(' '),
      })
    }
    return findings
  }
}

/** A rectangle that ends so far from a place in one direction, and is large in all others. */
function rectangle(place: Point, bearing: number, meters: number): Point[] {
  const corner = (ahead: number, aside: number) => travel(travel(place, bearing, ahead), bearing + 90, aside)
  return [
    corner(meters, -FAR_METERS),
    corner(meters, FAR_METERS),
    corner(-FAR_METERS, FAR_METERS),
    corner(-FAR_METERS, -FAR_METERS),
  ]
}
