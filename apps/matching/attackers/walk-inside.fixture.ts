import * as fc from 'fast-check'
import type { Target } from './attack.fixture.ts'
import type { Stage } from './open-stage.fixture.ts'
import { shownPlace } from './attack.fixture.ts'
import { pointAt, type Offset } from './plane.fixture.ts'

const STEPS = 25
// The cell reaches 250 m from its middle, and is kept for 150 m more.
const INSIDE = fc.noBias(fc.integer({ min: -395, max: 395 }))
const ACCURACY_METERS = [undefined, 4, 35, 180, 420]

/** Walks of targets that never leave their cells by more than 150 m, and the accuracy of each position. */
export async function walkInside(stage: Stage, targets: readonly Target[]): Promise<void> {
  const cells = await Promise.all(targets.map((target) => shownPlace(stage, target)))
  const walks = fc.sample(
    fc.array(fc.record({ east: INSIDE, north: INSIDE }), { minLength: STEPS, maxLength: STEPS }),
    { numRuns: targets.length, seed: 6 },
  )
  for (let step = 0; step < STEPS; step += 1) {
    await stage.move(
      ...targets.map(({ owner, device }, index) => {
        const offset: Offset = walks[index]?.[step] ?? { east: 0, north: 0 }
        const accuracyMeters = ACCURACY_METERS[(index + step) % ACCURACY_METERS.length]
        return {
          person: owner,
          device,
          at: pointAt(cells[index] ?? { lat: 0, lng: 0 }, offset),
          ...(accuracyMeters !== undefined && { accuracyMeters }),
        }
      }),
    )
  }
}
