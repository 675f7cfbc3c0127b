import { expect, test } from 'vitest'
import { unrollRing } from '#lib/geo/unroll-ring.ts'

const unroll = (...positions: (readonly [number, number])[]) =>
  unrollRing(positions.map(([lng, lat]) => ({ lat, lng }))).map(({ x, y }) => [x, y])

test('a ring across the antimeridian goes on beyond it, on either side', () => {
  expect(unroll([179, 0], [-179, 0], [-179, 1])).toEqual([
    [179, 0],
    [181, 0],
    [181, 1],
  ])
  expect(unroll([-179, 0], [-179, 1], [179, 0])).toEqual([
    [-179, 0],
    [-179, 1],
    [-181, 0],
  ])
})

test('a ring around a pole is closed along the edge of the map', () => {
  expect(unroll([90, 89], [-150, 89], [-30, 89])).toEqual([
    [-180, 89],
    [-150, 89],
    [-30, 89],
    [90, 89],
    [180, 89],
    [180, 90],
    [-180, 90],
  ])
  expect(unroll([90, -89], [-30, -89], [-150, -89])).toEqual([
    [180, -89],
    [90, -89],
    [-30, -89],
    [-150, -89],
    [-180, -89],
    [-180, -90],
    [180, -90],
  ])
})

test('a ring through a pole follows the edge of the map, with the inside on its left', () => {
  expect(unroll([0, 90], [10, 89], [100, 89])).toEqual([
    [10, 89],
    [100, 89],
    [100, 90],
    [10, 90],
  ])
  expect(unroll([0, -90], [100, -89], [10, -89])).toEqual([
    [100, -89],
    [10, -89],
    [10, -90],
    [100, -90],
  ])
})
