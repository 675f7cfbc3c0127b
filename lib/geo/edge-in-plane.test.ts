import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isOnEdge, sideOf } from '#lib/geo/edge-in-plane.ts'
import { type Edge, preparePolygon } from '#lib/geo/prepare-polygon.ts'

const { edges } = preparePolygon([
  { lat: 50, lng: 10 },
  { lat: 50.2, lng: 10.1 },
  { lat: 50.1, lng: 10.4 },
])
const [edge] = edges as readonly [Edge]
const along = {
  x: (edge.to.x - edge.from.x) / edge.lengthMeters,
  y: (edge.to.y - edge.from.y) / edge.lengthMeters,
}

/** The place that one reaches from the start by going along the edge, and then to the left. */
function placeAt(alongMeters: number, leftMeters: number) {
  return {
    x: edge.from.x + along.x * alongMeters - along.y * leftMeters,
    y: edge.from.y + along.y * alongMeters + along.x * leftMeters,
  }
}

const beyond = fc.double({ min: -1_000, max: edge.lengthMeters + 1_000, noNaN: true })

test('sideOf() is the distance to the left times the length', () => {
  const left = fc.double({ min: -1_000, max: 1_000, noNaN: true })
  const property = fc.property(beyond, left, (alongMeters, leftMeters) => {
    expect(sideOf(placeAt(alongMeters, leftMeters), edge) / edge.lengthMeters).toBeCloseTo(leftMeters, 6)
  })
  fc.assert(property)
})

test('isOnEdge() takes places at most 1 mm from the edge, its ends included', () => {
  const millimetres = fc.double({ min: -3, max: 3, noNaN: true })
  const places = fc.oneof(
    beyond,
    millimetres.map((value) => value / 1_000),
    millimetres.map((value) => edge.lengthMeters + value / 1_000),
  )
  const property = fc.property(places, millimetres, (alongMeters, left) => {
    const past = Math.max(0, -alongMeters, alongMeters - edge.lengthMeters)
    const distance = Math.hypot(past, left / 1_000)
    fc.pre(Math.abs(distance - 0.001) > 1e-7)
    expect(isOnEdge(placeAt(alongMeters, left / 1_000), edge)).toBe(distance < 0.001)
  })
  fc.assert(property, { numRuns: 1_000 })
})
