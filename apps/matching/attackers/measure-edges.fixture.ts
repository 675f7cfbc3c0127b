import type { Point } from '#lib/geo/point.ts'
import { travel } from '#lib/geo/travel.ts'
import { shownPlace, type Attack, type Target } from './attack.fixture.ts'
import type { Stage } from './open-stage.fixture.ts'
import { trilaterated } from './plane.fixture.ts'

/** A circle of an attacker, and the target that may be in it. */
export interface Probe {
  readonly target: Target
  readonly centre: Point
  readonly radiusMeters: number
}

/** How an attacker measures. */
export interface Instrument {
  /** Distance of the centre of a circle from the place that is shown, and its radius, for the distance that is tried. */
  readonly circleOf: (meters: number) => { readonly awayMeters: number; readonly radiusMeters: number }
  /** The distances between which the edge must be. */
  readonly range: readonly [number, number]
  /** Which of the targets are in their circles. The probes of all calls have the same order. */
  readonly areWithin: (stage: Stage, probes: readonly Probe[]) => Promise<readonly boolean[]>
}

const BEARINGS = [0, 120, 240]
const STEPS = 7

/** An attacker that finds, by halving, circles of which the target is at the edge, to some metres, and trilaterates. */
export function measureEdges({ circleOf, range, areWithin }: Instrument): Attack {
  return async function attack(stage, targets) {
    const lines = await Promise.all(
      targets.flatMap((target) =>
        BEARINGS.map(async (bearing) => {
          const cell = await shownPlace(stage, target)
          const probeOf = (meters: number): Probe => {
            const { awayMeters, radiusMeters } = circleOf(meters)
            return { target, centre: travel(cell, bearing, awayMeters), radiusMeters }
          }
          return { cell, probeOf, range, seen: '' }
        }),
      ),
    )
    // A circle that is larger, or nearer, contains the target.
    const [atLow, atHigh] = range.map(circleOf)
    const isGrowing = (atHigh?.radiusMeters ?? 0) > (atLow?.radiusMeters ?? 0)
    for (let step = 0; step < STEPS; step += 1) {
      const within = await areWithin(
        stage,
        lines.map((line) => line.probeOf(middleOf(line.range))),
      )
      for (const [index, line] of lines.entries()) {
        const isWithin = within[index] === true
        const [low, high] = line.range
        const middle = middleOf(line.range)
        line.range = isWithin === isGrowing ? [low, middle] : [middle, high]
        line.seen += isWithin ? '1' : '0'
      }
    }
    return targets.map((_, index) => {
      const own = lines.slice(index * BEARINGS.length, (index + 1) * BEARINGS.length)
      const cell = own[0]?.cell ?? { lat: 0, lng: 0 }
      const circles = own.map((line) => line.probeOf(middleOf(line.range)))
      return {
        guess: trilaterated(cell, circles),
        seen: [JSON.stringify(cell), ...own.map(({ seen }) => seen)].join(' '),
      }
    })
  }
}

function middleOf([low, high]: readonly [number, number]): number {
  return (low + high) / 2
}
