import { afterEach, describe, expect, test } from 'vitest'
import { BERLIN } from '#lib/builders/a-subject.ts'
import { distanceMeters } from '#lib/geo/distance.ts'
import type { Point } from '#lib/geo/point.ts'
import { snapToGrid } from '#lib/geo/snap.ts'
import { shownPlace, TARGET_RADIUS_METERS, type Target } from './attack.fixture.ts'
import { openStage, type Stage, type Written } from './open-stage.fixture.ts'
import { pointAt } from './plane.fixture.ts'
import { cellOfEach, shownIsExact, type Plant } from './planted-faults.fixture.ts'
import { probeBeginnings } from './probe-circles.fixture.ts'

const CELL = snapToGrid(BERLIN)
const SECRET = pointAt(CELL, { east: 170, north: -140 })
const PHONE = { owner: 'victim', device: 'phone' }
const MANY = 30
// The middle of cells that are shifted at random is near the phone; that of a cell is 220 m away from it here.
const NEAR_METERS = 150

/** Strangers who compare several offers that follow one phone. */
export function describeCompanions(name: string, freshUrl: () => string): void {
  describe(`offers of one phone on ${name}`, () => {
    let stage: Stage | undefined

    afterEach(() => stage?.close())

    async function open(fault?: Plant): Promise<Stage> {
      stage = await openStage(freshUrl(), fault)
      return stage
    }

    async function write(opened: Stage, ...offers: readonly Partial<Written>[]): Promise<Target[]> {
      const start = (await opened.world.subjects.findAll({ devices: [PHONE.device] })).length
      const drafts = offers.map((offer, index) => ({
        kind: 'offer' as const,
        keyword: `ware${start + index}x`,
        radiusMeters: TARGET_RADIUS_METERS,
        showLocation: false,
        ...PHONE,
        ...offer,
      }))
      const ids = await opened.write(...drafts)
      return drafts.map(({ keyword }, index) => ({ ...PHONE, keyword, offer: ids[index] ?? '' }))
    }

    /** Where strangers see each offer, and where their circles measure it. */
    async function placesOf(opened: Stage, targets: readonly Target[]): Promise<[Point, Point][]> {
      const measured = await probeBeginnings(opened, targets)
      return Promise.all(
        targets.map(async (target, index): Promise<[Point, Point]> => [
          await shownPlace(opened, target),
          measured[index]?.guess ?? BERLIN,
        ]),
      )
    }

    const move = (opened: Stage, at: Point) => opened.move({ person: PHONE.owner, device: PHONE.device, at })

    /** Each offer is shown in one cell, and measured there. */
    async function expectOneCell(opened: Stage, targets: readonly Target[]): Promise<void> {
      for (const [shown, measured] of await placesOf(opened, targets)) {
        expect(shown).toEqual(CELL)
        expect(distanceMeters(measured, CELL)).toBeLessThan(10)
      }
    }

    test('one shown and one hidden offer are in one cell', async () => {
      const opened = await open()
      const targets = await write(opened, { showLocation: true }, {})
      await move(opened, SECRET)
      await expectOneCell(opened, targets)
    })

    test('hidden offers with different circles are in one cell, also if each is written at another place of the walk', async () => {
      const opened = await open()
      const targets: Target[] = []
      for (const [index, radiusMeters] of [TARGET_RADIUS_METERS, 6_000, 9_000].entries()) {
        // Beyond the border of the cell, where the grid alone would give another one.
        await move(opened, index === 0 ? SECRET : pointAt(CELL, { east: 250 + index * 60, north: -390 }))
        targets.push(...(await write(opened, { radiusMeters })))
      }
      await expectOneCell(opened, targets)
    })

    test('a hidden offer hides the shown ones from its first moment until it is removed', async () => {
      const opened = await open()
      const [shown] = await write(opened, { showLocation: true })
      if (shown === undefined) throw new Error('Cannot test: nothing was written')
      await move(opened, CELL)
      const elsewhere = pointAt(CELL, { east: -200, north: 120 })
      const [hidden] = await write(opened, {})
      if (hidden === undefined) throw new Error('Cannot test: nothing was written')
      await move(opened, SECRET)
      await expectOneCell(opened, [shown, hidden])
      await opened.remove(hidden.offer)
      await move(opened, elsewhere)
      expect(distanceMeters(await shownPlace(opened, shown), elsewhere)).toBeLessThan(1)
    })

    test('a shown offer finds the phone if it is exact beside a hidden one', async () => {
      const opened = await open(shownIsExact)
      const targets = await write(opened, { showLocation: true }, {})
      await move(opened, SECRET)
      const [[shown, measured] = [BERLIN, BERLIN]] = await placesOf(opened, targets)
      expect(distanceMeters(shown, SECRET)).toBeLessThan(1)
      expect(distanceMeters(measured, SECRET)).toBeLessThan(10)
    })

    test.each([
      ['not, as they have one cell', undefined, false],
      ['if each has a grid of its own', cellOfEach, true],
    ])('the middle of many hidden offers finds the phone: %s', async (_, fault, isFound) => {
      const opened = await open(fault)
      const targets = await write(opened, ...Array.from({ length: MANY }, () => ({})))
      await move(opened, SECRET)
      const places = (await placesOf(opened, targets)).map(([, measured]) => measured)
      const middle = {
        lat: places.reduce((sum, { lat }) => sum + lat, 0) / MANY,
        lng: places.reduce((sum, { lng }) => sum + lng, 0) / MANY,
      }
      expect(distanceMeters(middle, SECRET) < NEAR_METERS).toBe(isFound)
    })
  })
}
