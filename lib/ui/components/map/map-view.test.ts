import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { boxOfView, fitView, fromWorld, nearestX, toWorld, worldLength, zoomView } from './map-view.ts'

const SIZE = { width: 400, height: 300 }
const place = fc.record({
  lat: fc.double({ min: -84, max: 84, noNaN: true }),
  lng: fc.double({ min: -180, max: 180, noNaN: true }),
})
const spot = fc.record({ at: place, radiusMeters: fc.double({ min: 0, max: 50_000, noNaN: true }) })

test('a place on the map of the world leads back to the place', () => {
  fc.assert(
    fc.property(place, (at) => {
      const back = fromWorld(toWorld(at))
      expect(back.lat).toBeCloseTo(at.lat, 9)
      expect(back.lng).toBeCloseTo(at.lng, 9)
    }),
  )
})

test('a view shows all that it is made for, also across the antimeridian', () => {
  fc.assert(
    fc.property(fc.array(spot, { minLength: 1, maxLength: 5 }), (spots) => {
      const view = fitView(spots, SIZE)
      const middle = toWorld(spots[0]?.at ?? { lat: 0, lng: 0 }).x
      for (const { at, radiusMeters } of spots) {
        const { x, y } = toWorld(at)
        const reach = worldLength(radiusMeters, at.lat)
        const right = Math.abs(nearestX(x, middle) - view.x) + reach
        expect(right * view.scale).toBeLessThanOrEqual(SIZE.width / 2)
        expect((Math.abs(y - view.y) + reach) * view.scale).toBeLessThanOrEqual(SIZE.height / 2)
      }
    }),
  )
})

test('two places on both sides of the antimeridian are near each other on the map', () => {
  const view = fitView(
    [
      { at: { lat: -17, lng: 179.9 }, radiusMeters: 0 },
      { at: { lat: -17, lng: -179.9 }, radiusMeters: 0 },
    ],
    SIZE,
  )
  expect(view.x).toBeCloseTo(1, 9)
  const { west, east } = boxOfView(view, SIZE, 1)
  expect([west > 179, east < -179]).toEqual([true, true])
})

test('what is under the pointer stays there while the view is enlarged', () => {
  const [right, down] = [30, -20]
  const before = { x: 0.5, y: 0.4, scale: 1_000 }
  const after = zoomView(before, 4, right, down)
  expect(after.x + right / after.scale).toBeCloseTo(before.x + right / before.scale, 12)
  expect(after.y + down / after.scale).toBeCloseTo(before.y + down / before.scale, 12)
})
