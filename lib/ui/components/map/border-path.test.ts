import { expect, test } from 'vitest'
import { readBorders } from './borders.ts'
import { borderPath } from './border-path.ts'
import { fitView } from './map-view.ts'

const SIZE = { width: 200, height: 100 }

/** A line through these places, as a file has it. */
function fileOf(...places: readonly (readonly [lng: number, lat: number])[]) {
  const steps = places.map(
    ([lng, lat], index) =>
      [lng - (places[index - 1]?.[0] ?? 0), lat - (places[index - 1]?.[1] ?? 0)] as const,
  )
  return { transform: { scale: [1, 1], translate: [0, 0] }, arcs: [steps] } as const
}

test('lines outside of the view are left out, and those through it are whole', () => {
  const lines = readBorders(fileOf([-60, 0], [-30, 0], [30, 0], [60, 0]))
  const view = { x: 0.5, y: 0.5, scale: 1_800 }
  expect(borderPath(lines, view, SIZE)).toBe('M-50 50L250 50')
  expect(borderPath(lines, { ...view, y: 0.2 }, SIZE)).toBe('')
  expect(borderPath(lines, { ...view, x: 0.1 }, SIZE)).toBe('')
})

test('steps that nobody sees are left out', () => {
  const many = Array.from({ length: 1_001 }, (_, index) => [index / 100, 0] as const)
  const lines = readBorders(fileOf(...many))
  expect(borderPath(lines, { x: 0.5, y: 0.5, scale: 360 }, SIZE).match(/L/gu)?.length).toBeLessThan(20)
})

test('a view across the antimeridian shows the lines of both sides', () => {
  const lines = [...readBorders(fileOf([170, 0], [179, 0])), ...readBorders(fileOf([-179, 0], [-170, 0]))]
  const spots = [175, -175].map((lng) => ({ at: { lat: 0, lng }, radiusMeters: 0 }))
  const path = borderPath(lines, fitView(spots, SIZE), SIZE)
  expect(path.match(/M/gu)).toHaveLength(2)
})
