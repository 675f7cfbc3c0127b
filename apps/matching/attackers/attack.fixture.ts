import * as fc from 'fast-check'
import { BERLIN } from '#lib/builders/a-subject.ts'
import type { Point } from '#lib/geo/point.ts'
import { snapToGrid } from '#lib/geo/snap.ts'
import { travel } from '#lib/geo/travel.ts'
import type { Stage } from './open-stage.fixture.ts'
import { pointAt } from './plane.fixture.ts'

/** A phone that somebody wants to find: an offer with a hidden location follows it. */
export interface Target {
  readonly keyword: string
  readonly owner: string
  readonly device: string
  readonly offer: string
}

/** What an attacker has of one target: the best guess, and all that was observed, as text. */
export interface Finding {
  readonly guess: Point
  readonly seen: string
}

/** An attacker. It reads the stage as a stranger does, and uses at most 500 probes for each target. */
export type Attack = (stage: Stage, targets: readonly Target[]) => Promise<Finding[]>

/** The circle of each target in metres: larger than those of the attackers, so that these decide. */
export const TARGET_RADIUS_METERS = 8_000

/** A secret place, and others in the same cell that must look the same to everybody. */
export interface Secret {
  readonly at: Point
  readonly twin: Point
}

const METERS_IN_CELL = fc.noBias(fc.integer({ min: -245, max: 245 }))
const OFFSET = fc.record({ east: METERS_IN_CELL, north: METERS_IN_CELL })

/** Random secret places in and around a town, always the same ones. */
export function secretsOf(count: number): Secret[] {
  const around = fc.record({
    bearing: fc.noBias(fc.integer({ min: 0, max: 359 })),
    meters: fc.noBias(fc.integer({ min: 0, max: 9_000 })),
    at: OFFSET,
    twin: OFFSET,
  })
  return fc.sample(around, { numRuns: count, seed: 39 }).map(({ bearing, meters, at, twin }) => {
    const cell = snapToGrid(travel(BERLIN, bearing, meters))
    return { at: pointAt(cell, at), twin: pointAt(cell, twin) }
  })
}

/** Writes a hidden offer for each place; it follows a phone that is there. */
export async function hide(
  stage: Stage,
  places: readonly Point[],
  accuracyMeters?: number,
): Promise<Target[]> {
  const people = places.map((_, index) => ({
    keyword: `ware${index}x`,
    owner: `victim-${index}`,
    device: `phone-${index}`,
  }))
  const offers = await stage.write(
    ...people.map((person) => ({
      ...person,
      kind: 'offer' as const,
      radiusMeters: TARGET_RADIUS_METERS,
      showLocation: false,
    })),
  )
  const targets = people.map((person, index) => ({ ...person, offer: offers[index] ?? '' }))
  await moveTo(stage, targets, places, accuracyMeters)
  return targets
}

/** Moves the phones of targets. */
export async function moveTo(
  stage: Stage,
  targets: readonly Target[],
  places: readonly Point[],
  accuracyMeters?: number,
): Promise<void> {
  await stage.move(
    ...targets.map(({ owner: person, device }, index) => ({
      person,
      device,
      at: places[index] ?? BERLIN,
      ...(accuracyMeters !== undefined && { accuracyMeters }),
    })),
  )
}

/** The place where a stranger sees a target. */
export async function shownPlace(stage: Stage, { offer }: Target): Promise<Point> {
  const centre = (await stage.view('offers', offer)).region.circle?.centre
  if (centre === undefined) throw new Error(`Cannot see where ${offer} is`)
  return centre
}
