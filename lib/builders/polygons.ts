import * as fc from 'fast-check'
import { degrees, points } from '#lib/builders/points.ts'
import type { Point } from '#lib/geo/point.ts'
import { placeNear, pointBetween } from '#lib/geo/sphere-oracle.fixture.ts'

/** A ring and the location of its polygon. */
export interface APolygon {
  readonly at: Point
  readonly ring: readonly Point[]
}

/** Metres to the east and to the north of a location. */
type Offset = readonly [number, number]

const unitNumber = fc.double({ min: 0, max: 1, noNaN: true })

/** Locations of polygons: in cities, near the antimeridian, at and near the poles, and anywhere. */
const locations: fc.Arbitrary<Point> = fc.oneof(
  fc.constantFrom({ lat: 52.52, lng: 13.405 }, { lat: -33.87, lng: 151.21 }, { lat: 1.29, lng: 103.85 }),
  fc.record({ lat: degrees(-80, 80), lng: fc.oneof(degrees(179.8, 180), degrees(-180, -179.8)) }),
  fc.record({ lat: fc.constantFrom(-90, 90), lng: degrees(-180, 180) }),
  fc.record({ lat: fc.oneof(degrees(89.7, 90), degrees(-90, -89.7)), lng: degrees(-180, 180) }),
  points,
)

/** From 10 m to 56 km, as many small ones as large ones. */
const sizes = fc.double({ min: 1, max: Math.log10(56_000), noNaN: true }).map((power) => 10 ** power)

/** Stars, which are concave: their points are seen from the location in order, at very different distances. */
const stars: fc.Arbitrary<readonly Offset[]> = fc
  .record({
    rays: fc.array(fc.record({ turn: unitNumber, reach: unitNumber }), { minLength: 3, maxLength: 40 }),
    size: sizes,
  })
  .map(({ rays, size }) =>
    rays.map(({ turn, reach }, index): Offset => {
      const angle = ((index + turn * 0.45) / rays.length) * 2 * Math.PI
      const meters = size * (0.1 + 0.9 * reach)
      return [Math.sin(angle) * meters, Math.cos(angle) * meters]
    }),
  )

/** Strips of 10 m by 60 km. Further points divide their long sides, and lie on one great circle. */
const strips: fc.Arbitrary<readonly Offset[]> = fc.integer({ min: 1, max: 20 }).map((pieces) => {
  const steps = Array.from({ length: pieces + 1 }, (_, index) => (index / pieces - 0.5) * 60_000)
  return [...steps.map((east): Offset => [east, -5]), ...steps.toReversed().map((east): Offset => [east, 5])]
})

/** Combs: the location is in their back, and they have 1 to 20 teeth to the north. */
const combs: fc.Arbitrary<readonly Offset[]> = fc
  .record({
    teeth: fc.integer({ min: 1, max: 20 }),
    size: sizes,
    gap: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
  })
  .map(({ teeth, size, gap }) => {
    const unit = size / (teeth + 1)
    const upper = Array.from({ length: teeth }, (_, index): Offset[] => {
      const east = (index - teeth / 2) * unit
      const end = east + unit * (1 - gap)
      return [
        [east, unit * 0.1],
        [east, size * 0.7],
        [end, size * 0.7],
        [end, unit * 0.1],
      ]
    }).flat()
    const half = (teeth / 2) * unit
    return [[half, unit * 0.1], [half, unit * -0.1], [-half, unit * -0.1], ...upper]
      .map(([e, n]): Offset => [e ?? 0, n ?? 0])
      .toReversed()
  })

/** Valid rings of all shapes and sizes around a location. */
export const ringsAround: fc.Arbitrary<(at: Point) => readonly Point[]> = fc
  .record({ offsets: fc.oneof(stars, strips, combs), turn: unitNumber })
  .map(({ offsets, turn }) => {
    const [sine, cosine] = [Math.sin(turn * 2 * Math.PI), Math.cos(turn * 2 * Math.PI)]
    return (at) =>
      offsets.map(([east, north]) =>
        placeNear(at, east * cosine - north * sine, east * sine + north * cosine),
      )
  })

const shapes: fc.Arbitrary<APolygon> = fc
  .record({ at: locations, ringAround: ringsAround })
  .map(({ at, ringAround }) => ({ at, ring: ringAround(at) }))

/** Strips of 10 m by 60 km whose points lie on two parallels. Their edges leave the parallels, toward the nearer pole. */
const alongParallels: fc.Arbitrary<APolygon> = fc
  .record({ lat: degrees(-80, 80), west: degrees(-180, 180), pieces: fc.integer({ min: 1, max: 30 }) })
  .map(({ lat, west, pieces }) => {
    const height = 10 / 111_318
    const width = 60_000 / 111_318 / Math.cos((lat * Math.PI) / 180)
    const lngAt = (share: number) => {
      const lng = west + share * width
      return lng > 180 ? lng - 360 : lng
    }
    const lngs = Array.from({ length: pieces + 1 }, (_, index) => lngAt(index / pieces))
    const south = lngs.map((lng) => ({ lat, lng }))
    const north = lngs.map((lng) => ({ lat: lat + height, lng }))
    const corner = { lat: lat + height, lng: lngAt(1 / pieces) }
    const at = pointBetween({ lat, lng: west }, corner, 0.5)
    return { at, ring: [...south, ...north.toReversed()] }
  })

/** Valid polygons in both directions: concave ones, thin ones, ones across the antimeridian and around a pole. */
export const polygons: fc.Arbitrary<APolygon> = fc
  .record({ polygon: fc.oneof({ weight: 4, arbitrary: shapes }, alongParallels), isReversed: fc.boolean() })
  .map(({ polygon: { at, ring }, isReversed }) => ({ at, ring: isReversed ? ring.toReversed() : ring }))
