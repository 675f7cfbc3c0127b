import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { degrees } from '#lib/builders/points.ts'
import { distanceMeters } from '#lib/geo/distance.ts'
import type { Point } from '#lib/geo/point.ts'
import { GRID_METERS, snapToGrid } from '#lib/geo/snap.ts'
import { OVERSHOOT_METERS, stayInCell } from '#lib/geo/stay-in-cell.ts'
import { travel } from '#lib/geo/travel.ts'

const LIMIT_METERS = GRID_METERS / 2 + OVERSHOOT_METERS
// Columns are as wide as the row allows, and degrees are rounded to a tenth of a metre.
const SLACK_METERS = 2

const inhabited = fc.record({ lat: degrees(-70, 70), lng: degrees(-179, 179) })
const metersAway = fc.noBias(fc.integer({ min: -1_500, max: 1_500 }))
const moves = fc.record({ from: inhabited, east: metersAway, north: metersAway })

test('stayInCell() keeps the cell exactly as long as the point is at most 150 m outside of it', () => {
  const property = fc.property(moves, ({ from, east, north }) => {
    const cell = snapToGrid(from)
    const isKept = same(stayInCell(cell, pointAt(cell, east, north)), cell)
    const meters = Math.max(Math.abs(east), Math.abs(north))
    if (Math.abs(meters - LIMIT_METERS) > SLACK_METERS) expect(isKept).toBe(meters < LIMIT_METERS)
  })
  fc.assert(property, { numRuns: 1_000 })
})

test('stayInCell() gives a cell of the grid in which the point stays', () => {
  const property = fc.property(moves, ({ from, east, north }) => {
    const cell = snapToGrid(from)
    const point = pointAt(cell, east, north)
    const next = stayInCell(cell, point)
    expect(snapToGrid(next)).toEqual(next)
    expect(stayInCell(next, point)).toEqual(next)
  })
  fc.assert(property, { numRuns: 1_000 })
})

test('stayInCell() changes only the row or only the column, unless the point left both', () => {
  const property = fc.property(moves, ({ from, east, north }) => {
    const cell = snapToGrid(from)
    const next = stayInCell(cell, pointAt(cell, east, north))
    if (Math.abs(north) < LIMIT_METERS - SLACK_METERS) expect(next.lat).toBe(cell.lat)
    // The columns of the next row may be shifted by half a cell. Whoever is in its nearest column does not change it.
    const beside = snapToGrid({ lat: next.lat, lng: cell.lng })
    const fromBeside = distanceMeters(beside, { lat: beside.lat, lng: pointAt(cell, east, north).lng })
    if (fromBeside < LIMIT_METERS - SLACK_METERS * 2) expect(next).toEqual(beside)
  })
  fc.assert(property, { numRuns: 1_000 })
})

function pointAt(cell: Point, east: number, north: number): Point {
  const column = travel(cell, 90, east)
  return { lat: travel(cell, 0, north).lat, lng: column.lng }
}

function same(a: Point, b: Point): boolean {
  return a.lat === b.lat && a.lng === b.lng
}
