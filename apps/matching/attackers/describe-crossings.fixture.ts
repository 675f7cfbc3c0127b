import { afterEach, describe, expect, test } from 'vitest'
import { GRID_METERS } from '#lib/geo/snap.ts'
import { hide, secretsOf } from './attack.fixture.ts'
import { crossBorders, type Crossing } from './cross-borders.fixture.ts'
import { openStage, type Stage } from './open-stage.fixture.ts'
import { type Plant, wholeSnaps } from './planted-faults.fixture.ts'
import { reportReached } from './report-reached.fixture.ts'

const TARGETS = 50
// The mean distance from the middle of a narrow strip is a quarter of its length.
const STRIP_ERROR_METERS = GRID_METERS / 4

/** Strangers who look again and again at the cells of phones that walk. */
export function describeCrossings(name: string, freshUrl: () => string): void {
  describe(`strangers who wait at borders, on ${name}`, () => {
    let stage: Stage | undefined

    afterEach(() => stage?.close())

    async function crossingsOf(fault?: Plant): Promise<Crossing[]> {
      const opened = await openStage(freshUrl(), fault)
      stage = opened
      const starts = secretsOf(TARGETS).map(({ at }) => at)
      return crossBorders(opened, await hide(opened, starts), starts)
    }

    test('the moment of a change tells at most a strip that is as long as a cell', async () => {
      const crossings = await crossingsOf()
      expect(crossings).toHaveLength(TARGETS)
      const reached = meanOf(crossings.map(({ errorMeters }) => errorMeters))
      reportReached(
        'the moment in which a cell changes',
        reached,
        meanOf(crossings.map(({ cellErrorMeters }) => cellErrorMeters)),
      )
      expect(reached).toBeGreaterThan(STRIP_ERROR_METERS)
    })

    test('the moment of a change tells more if row and column change together', async () => {
      const crossings = await crossingsOf(wholeSnaps)
      expect(meanOf(crossings.map(({ errorMeters }) => errorMeters))).toBeLessThan(STRIP_ERROR_METERS)
    })
  })
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
