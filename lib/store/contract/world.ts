import * as fc from 'fast-check'
import { aSearch } from '#lib/builders/a-subject.ts'
import { degrees } from '#lib/builders/points.ts'
import { ringsAround } from '#lib/builders/polygons.ts'
import type { Point } from '#lib/geo/point.ts'
import { capRadiusMeters } from '#lib/geo/polygon-size.ts'
import { snapToGrid } from '#lib/geo/snap.ts'
import type { Subject } from '#lib/subjects/subject.ts'

/** Subjects near each other, at a place where geometry is hard or crowded. */
export type World = readonly Subject[]

type Range = readonly [min: number, max: number]

/** When the subjects of a world are looked at; some become or cease to be valid then. */
export const WORLD_NOW = 1_760_000_000_000

const PLACES: readonly fc.Arbitrary<Point>[] = [
  // A dense city.
  box([52.49, 52.55], [13.37, 13.44]),
  // Both sides of the antimeridian.
  fc.oneof(box([-0.02, 0.02], [179.98, 180]), box([-0.02, 0.02], [-180, -179.98])),
  fc.oneof(box([70, 70.2], [179.6, 180]), box([70, 70.2], [-180, -179.6])),
  // The poles and around.
  fc.oneof(box([89.8, 90], [-180, 180]), fc.constant({ lat: 90, lng: 7 })),
  fc.oneof(box([-90, -89.8], [-180, 180]), fc.constant({ lat: -90, lng: -180 })),
  // All at one point, or at its mirror on the other side of the world.
  fc.constantFrom({ lat: 10, lng: 180 }, { lat: 10, lng: -180 }, { lat: -10, lng: 1 }),
]

/** Worlds of up to 24 subjects. */
export const worlds: fc.Arbitrary<World> = fc
  .constantFrom(...PLACES)
  .chain((place) => fc.array(subjects(place), { minLength: 2, maxLength: 24, size: 'max' }))
  .map((drafts) =>
    drafts.map((draft, index) => aSearch({ ...draft, id: `id-${String(index).padStart(2, '0')}` })),
  )

/** Worlds of 400 subjects: more than an adapter reads one by one. */
export const crowds: readonly World[] = PLACES.slice(0, -1).map((place, seed) =>
  fc
    .sample(subjects(place), { numRuns: 400, seed })
    .map((draft, index) => aSearch({ ...draft, id: `id-${String(index).padStart(3, '0')}` })),
)

/** Every third subject with a place has a polygon around it. A hidden one is at the middle of its cell of the grid. */
function subjects(place: fc.Arbitrary<Point>): fc.Arbitrary<Partial<Subject>> {
  const regions: fc.Arbitrary<Partial<Subject>> = fc
    .record({
      at: fc.option(place, { nil: undefined, freq: 12 }),
      ringAround: fc.oneof(
        { weight: 2, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: ringsAround },
      ),
      radiusMeters: fc.constantFrom(50, 1_000, 5_000, 50_000),
      showLocation: fc.boolean(),
    })
    .map(({ at, ringAround, radiusMeters, showLocation }) => {
      if (at === undefined || ringAround === undefined) return { at, radiusMeters }
      // Adding zero makes zero of minus zero, which no database keeps.
      const polygon = ringAround(at).map(({ lat, lng }) => ({ lat: lat + 0, lng: lng + 0 }))
      const shown = showLocation ? at : snapToGrid(at)
      const capMeters = Math.ceil(capRadiusMeters(polygon, shown))
      return { at: shown, polygon, radiusMeters: capMeters, showLocation }
    })
  const others: fc.Arbitrary<Partial<Subject>> = fc.record({
    kind: fc.constantFrom('search', 'offer'),
    wants: fc.constantFrom('offers', 'searches'),
    owner: fc.constantFrom('ada', 'bob', 'eve'),
    keywords: fc.subarray(['bike', 'car', 'red', '#poi']),
    not: fc.oneof({ weight: 9, arbitrary: fc.constant([]) }, fc.constant(['red', '#poi'])),
    text: fc.constantFrom('', 'With lights', 'Zwei Fahrräder mit Licht'),
    stage: fc.oneof({ weight: 9, arbitrary: fc.constant('open' as const) }, fc.constant('reserved' as const)),
    hidden: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
    // Most are live: otherwise few pairs would match.
    active: fc.constantFrom(true, true, true, false),
    validFrom: fc.constantFrom(undefined, undefined, undefined, WORLD_NOW, WORLD_NOW + 1),
    validUntil: fc.constantFrom(undefined, undefined, undefined, WORLD_NOW + 1, WORLD_NOW),
  })
  return fc.tuple(regions, others).map(([region, other]) => ({ ...region, ...other }))
}

function box([south, north]: Range, [west, east]: Range): fc.Arbitrary<Point> {
  return fc.record({ lat: degrees(south, north), lng: degrees(west, east) })
}
