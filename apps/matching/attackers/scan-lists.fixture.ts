import { distanceMeters } from '#lib/geo/distance.ts'
import type { Point } from '#lib/geo/point.ts'
import { travel } from '#lib/geo/travel.ts'
import type { SubjectView } from '../../storage/subject-wire.ts'
import { shownPlace, type Attack, type Finding } from './attack.fixture.ts'
import { bestGuess } from './plane.fixture.ts'

const PLACES = 100
const RADII_METERS = [40, 80, 160, 320, 500]
// The golden angle: the places fill the area evenly.
const TURN_DEGREES = 137.508

/** Reads the lists of what is near 100 places around the one that is shown, with small radii. */
export const scanLists: Attack = async (stage, targets) => {
  const findings: Finding[] = []
  for (const target of targets) {
    const cell = await shownPlace(stage, target)
    const probes = Array.from({ length: PLACES }, (_, index) => ({
      centre: travel(cell, index * TURN_DEGREES, 600 * Math.sqrt(index / PLACES)),
      radiusMeters: RADII_METERS[index % RADII_METERS.length] ?? 0,
    }))
    const lists: SubjectView[][] = []
    for (const { centre, radiusMeters } of probes) {
      const near = `${centre.lat.toFixed(7)},${centre.lng.toFixed(7)}`
      lists.push(await stage.list('offers', { keywords: target.keyword, near, radius: String(radiusMeters) }))
    }
    const contradictions = (point: Point) =>
      probes.filter(
        ({ centre, radiusMeters }, index) =>
          distanceMeters(centre, point) <= radiusMeters !== (lists[index] ?? []).length > 0,
      ).length
    findings.push({ guess: bestGuess(cell, contradictions), seen: JSON.stringify([cell, lists]) })
  }
  return findings
}
