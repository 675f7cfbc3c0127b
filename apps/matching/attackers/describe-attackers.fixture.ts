import { afterEach, describe, expect, test } from 'vitest'
import { distanceMeters } from '#lib/geo/distance.ts'
import { snapToGrid } from '#lib/geo/snap.ts'
import { hide, moveTo, secretsOf, type Attack, type Finding, type Secret } from './attack.fixture.ts'
import { openStage, type Stage } from './open-stage.fixture.ts'
import { exactLists, exactPlace, notHidden, type Plant } from './planted-faults.fixture.ts'
import { probeBoxes, probePolygons } from './probe-areas.fixture.ts'
import {
  probeBeginnings,
  probeClasses,
  probeEndings,
  probeLists,
  probePreviews,
} from './probe-circles.fixture.ts'
import { reportReached } from './report-reached.fixture.ts'
import { scanLists } from './scan-lists.fixture.ts'
import { walkAround } from './walk-around.fixture.ts'

// Of a sound place nobody gets nearer than the middle of the cell; with a fault the attackers find the phone within a few metres.
const FOUND_METERS = 25
const TARGETS_WITH_FAULT = 8
// Of so many targets everything is observed once more, after they moved inside their cells.
const TWINS = 10

/** A way to find hidden phones, and a fault that lets it succeed. */
interface Trial {
  readonly name: string
  readonly attack: Attack
  readonly fault: Plant
}

/** Trials of strangers with searches of their own. */
export const trialsWithSearches: readonly Trial[] = [
  { name: 'circles in which a match begins', attack: probeBeginnings, fault: exactPlace },
  { name: 'edits after which a match ends', attack: probeEndings, fault: exactPlace },
  { name: 'a phone that walks around', attack: walkAround, fault: exactPlace },
]

/** Trials of strangers who only read. */
export const trialsOfReaders: readonly Trial[] = [
  { name: 'classes of distance', attack: probeClasses, fault: notHidden },
  { name: 'lists at the edge of a circle', attack: probeLists, fault: exactLists },
  { name: 'lists with small circles', attack: scanLists, fault: exactLists },
]

/** Trials of strangers who ask for areas, and for what would match. */
export const trialsOfAreas: readonly Trial[] = [
  { name: 'lists at the edge of a box', attack: probeBoxes, fault: exactLists },
  { name: 'lists at the edge of a polygon', attack: probePolygons, fault: exactLists },
  { name: 'circles of drafts that would match', attack: probePreviews, fault: exactPlace },
]

/** Strangers who try to find hidden phones. */
export function describeAttackers(
  name: string,
  freshUrl: () => string,
  { trials, targets: count }: { readonly trials: readonly Trial[]; readonly targets: number },
): void {
  describe(`strangers on ${name}`, () => {
    let stage: Stage | undefined

    async function open(fault?: Plant): Promise<Stage> {
      stage = await openStage(freshUrl(), fault)
      return stage
    }

    afterEach(() => stage?.close())

    test.each(trials)(
      '$name: no nearer than the cell, and the same for each place in it',
      async ({ name: method, attack }) => {
        const secrets = secretsOf(count)
        const opened = await open()
        const targets = await hide(
          opened,
          secrets.map(({ at }) => at),
        )
        const findings = await attack(opened, targets)
        const guessed = secrets.map(({ at }) => ({ guess: snapToGrid(at), seen: '' }))
        reportReached(method, meanError(secrets, findings), meanError(secrets, guessed))
        expect(meanError(secrets, findings)).toBeGreaterThan(meanError(secrets, guessed) - 1)
        const moved = targets.slice(0, TWINS)
        await moveTo(
          opened,
          moved,
          secrets.map(({ twin }) => twin),
        )
        expect((await attack(opened, moved)).map(({ seen }) => seen)).toEqual(
          findings.slice(0, TWINS).map(({ seen }) => seen),
        )
      },
    )

    test.each(trials)('$name: finds the phone if a fault is planted', async ({ attack, fault }) => {
      const secrets = secretsOf(TARGETS_WITH_FAULT)
      const opened = await open(fault)
      const targets = await hide(
        opened,
        secrets.map(({ at }) => at),
      )
      expect(meanError(secrets, await attack(opened, targets))).toBeLessThan(FOUND_METERS)
    })
  })
}

function meanError(secrets: readonly Secret[], findings: readonly Finding[]): number {
  const errors = findings.map(({ guess }, index) => distanceMeters(guess, secrets[index]?.at ?? guess))
  return errors.reduce((sum, meters) => sum + meters, 0) / errors.length
}
