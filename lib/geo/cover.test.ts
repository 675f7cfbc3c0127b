import * as fc from 'fast-check'
import { cellToLatLng, getPentagons, gridDisk, latLngToCell } from 'h3-js'
import { describe, expect, test } from 'vitest'
import { cellsAt, COVER_SLACK_METERS, coverCells } from '#lib/geo/cover.ts'
import type { Point } from '#lib/geo/point.ts'
import { travel } from '#lib/geo/travel.ts'

const RADII = [50, 500, 700, 701, 2_400, 2_401, 7_000, 7_001, 20_000, 20_001, 50_000, 68_500]

const pentagons = [4, 5, 6, 7, 8].flatMap((resolution) => getPentagons(resolution))

/** Everywhere, and more often where geometry is hard: the poles, the antimeridian, and the twelve pentagons of each resolution. */
const centres: fc.Arbitrary<Point> = fc.oneof(
  fc.record({ lat: anywhere(-90, 90), lng: anywhere(-180, 180) }),
  fc.record({ lat: anywhere(89.5, 90), lng: anywhere(-180, 180) }),
  fc.record({ lat: anywhere(-90, -89.5), lng: anywhere(-180, 180) }),
  fc.record({ lat: anywhere(-70, 70), lng: fc.constantFrom(180, -180, 179.999) }),
  fc.tuple(fc.constantFrom(...pentagons), anywhere(0, 360), anywhere(0, 20_000)).map(([cell, to, meters]) => {
    const [lat, lng] = cellToLatLng(cell)
    return travel({ lat, lng }, to, meters)
  }),
)

/** A circle whose centre walked, and a point inside it. */
const walks = fc.record({
  centre: centres,
  radius: fc.constantFrom(...RADII),
  walk: fc.record({ to: anywhere(0, 360), share: fc.oneof(fc.constant(1), anywhere(0, 1)) }),
  point: fc.record({ to: anywhere(0, 360), share: fc.oneof(fc.constant(1), anywhere(0, 1)) }),
})

/** How many of 5,000 points lie in no cell of a cover. */
function countHoles(coverOf: (centre: Point, radiusMeters: number) => readonly string[]): number {
  return fc.sample(walks, 5_000).filter(({ centre, radius, walk, point }) => {
    const moved = travel(centre, walk.to, walk.share * COVER_SLACK_METERS * 0.999)
    const cells = new Set(cellsAt(travel(moved, point.to, point.share * radius * 0.999)))
    return !coverOf(centre, radius).some((cell) => cells.has(cell))
  }).length
}

describe('coverCells()', () => {
  test('holds every point of a circle, also after its centre walked 500 m', () => {
    expect(countHoles(coverCells)).toBe(0)
  })

  test('a disk of cells around the centre would have holes', () => {
    const disk = ({ lat, lng }: Point, radius: number) => {
      const resolution =
        radius <= 700 ? 8 : radius <= 2_400 ? 7 : radius <= 7_000 ? 6 : radius <= 20_000 ? 5 : 4
      return gridDisk(latLngToCell(lat, lng, resolution), 1)
    }
    expect(countHoles(disk)).toBeGreaterThan(0)
  })

  test('has few cells, each once', () => {
    for (const { centre, radius } of fc.sample(walks, 500)) {
      const cells = coverCells(centre, radius)
      expect(new Set(cells).size).toBe(cells.length)
      expect(cells.length).toBeLessThanOrEqual(30)
    }
  })
})

function anywhere(min: number, max: number): fc.Arbitrary<number> {
  return fc.double({ min, max, noNaN: true })
}
