import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isInArea } from '#lib/geo/area.ts'
import { coarseBlock } from '#lib/geo/coarse-block.ts'
import { distanceMeters } from '#lib/geo/distance.ts'

const lats = fc.double({ min: -90, max: 90, noNaN: true })
const lngs = fc.double({ min: -180, max: 180, noNaN: true })
const points = fc.record({ lat: lats, lng: lngs })

test('a coarse block contains its point', () => {
  fc.assert(
    fc.property(points, (point) => {
      expect(isInArea(point, { box: coarseBlock(point) })).toBe(true)
    }),
  )
})

test('two borders of coarse blocks are never nearer than 20 km, from whichever points they come', () => {
  fc.assert(
    fc.property(points, fc.double({ min: -0.6, max: 0.6, noNaN: true }), lngs, (point, up, lng) => {
      const block = coarseBlock(point)
      const other = coarseBlock({ lat: Math.max(-90, Math.min(90, point.lat + up)), lng })
      // Where both blocks reach, so that both say something of what is there.
      const south = Math.max(block.south, other.south)
      const north = Math.min(block.north, other.north)
      if (south >= north) return
      const lat = Math.abs(south) > Math.abs(north) ? south : north
      for (const one of [block.west, block.east])
        for (const two of [other.west, other.east])
          if (
            Math.abs(one - two) % 360 !== 0 &&
            block.east - block.west !== 360 &&
            other.east - other.west !== 360
          )
            expect(distanceMeters({ lat, lng: one }, { lat, lng: two })).toBeGreaterThan(19_900)
    }),
    { numRuns: 2_000 },
  )
})

test('rows are 20 km high, also between blocks', () => {
  fc.assert(
    fc.property(points, points, (one, other) => {
      const borders = [coarseBlock(one), coarseBlock(other)].flatMap(({ south, north }) => [south, north])
      for (const first of borders)
        for (const second of borders)
          if (first !== second)
            expect(distanceMeters({ lat: first, lng: 0 }, { lat: second, lng: 0 })).toBeGreaterThan(20_000)
    }),
  )
})
