import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import { travel } from '#lib/geo/travel.ts'
import type { FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { aPing, HOME, openWorld, type World } from './open-world.fixture.ts'

/** The limits of what a batch costs, from its records to its notices on the bus. */
export interface BatchCosts {
  /** Nothing begins or ends. */
  readonly walking: number
  /** Every move also changes the anchor of what follows the device. */
  readonly anchoring: number
  /** Every move begins a match. */
  readonly beginning: number
  /** Every move ends one. */
  readonly ending: number
}

const RADIUS_METERS = 500
/** So far apart that no device meets the search of another one. */
const APART_METERS = 3_000

/** What one step of a history costs. */
interface Step {
  readonly what: keyof BatchCosts
  /** How far each device is to the north of its search afterwards. */
  readonly northMeters: number
}

const STEPS: readonly Step[] = [
  { what: 'anchoring', northMeters: 1_600 },
  { what: 'walking', northMeters: 1_500 },
  { what: 'beginning', northMeters: 300 },
  { what: 'walking', northMeters: 310 },
  { what: 'ending', northMeters: 1_200 },
]

/** Tests of what a batch of moves costs, for batches of every size. */
export function describeBatchCost(
  name: string,
  {
    freshUrl,
    countWork,
    costs,
  }: { freshUrl: FreshUrl; countWork: (url: string) => () => number; costs: BatchCosts },
): void {
  async function open(url: string): Promise<World> {
    // Sweeps at an interval would count too, as often as the machine is slow.
    vi.useFakeTimers({ toFake: ['setInterval'] })
    const world = await openWorld(temporaryFolder(), url)
    vi.useRealTimers()
    onTestFinished(() => world.close())
    return world
  }

  describe(`a batch of moves on ${name}`, () => {
    test.each([1, 10, 500])('of %i devices costs no more than the limits', async (length) => {
      const url = await freshUrl()
      const world = await open(url)
      const places = Array.from({ length }, (_, index) => travel(HOME, 90, index * APART_METERS))
      await Promise.all(
        places.map((at, index) =>
          world.keep(
            aSearch({ at, radiusMeters: RADIUS_METERS }),
            anOffer({
              at: undefined,
              device: `phone-${index}`,
              radiusMeters: RADIUS_METERS,
              owner: `p${index}`,
            }),
          ),
        ),
      )
      const count = countWork(url)
      for (const [index, { what, northMeters }] of STEPS.entries()) {
        const before = count()
        const ageMs = (STEPS.length - index) * 10_000
        await world.feed(
          ...places.map((at, place) => aPing(`phone-${place}`, travel(at, 0, northMeters), { ageMs })),
        )
        expect(count() - before, what).toBeLessThanOrEqual(costs[what])
        expect(count() - before, what).toBeGreaterThan(0)
      }
      const types = (await world.notices()).map(({ type }) => type)
      expect(types.filter((type) => type === 'match.found')).toHaveLength(length)
      expect(types.filter((type) => type === 'match.ended')).toHaveLength(length)
    })
  })
}
