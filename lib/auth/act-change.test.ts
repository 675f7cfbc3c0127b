import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { actChange } from '#lib/auth/act-change.ts'

test('what was created or deleted is whole on one side', () => {
  const bike = { title: 'Bike', at: { lat: 1, lng: 2 } }
  expect(actChange({ owner: 'anna', after: bike })).toEqual({ owner: 'anna', before: {}, after: bike })
  expect(actChange({ owner: 'anna', before: bike })).toEqual({ owner: 'anna', before: bike, after: {} })
})

test('a field that was added or removed is on one side; one that is equal is on none', () => {
  const before = { place: 'Bonn', at: { lat: 1, lng: [2] }, kept: [1, { a: null }] }
  const after = { text: 'Blue', at: { lat: 1, lng: [3] }, kept: [1, { a: null }] }
  expect(actChange({ owner: 'anna', before, after })).toEqual({
    owner: 'anna',
    before: { place: 'Bonn', at: { lat: 1, lng: [2] } },
    after: { text: 'Blue', at: { lat: 1, lng: [3] } },
  })
})

test('of fields that do not fit into 8 KiB, or that not everybody may see, only the names are kept', () => {
  const after = { text: 'x'.repeat(5_000), ext: 'é'.repeat(3_000), title: 'Bike' }
  expect(actChange({ owner: 'anna', before: { text: 'y' }, after, unshown: ['device'] })).toEqual({
    owner: 'anna',
    before: { text: 'y' },
    after: { title: 'Bike', text: after.text },
    leftOut: ['device', 'ext'],
  })
})

test('is never larger than 8 KiB and its names, and names every field that differs', () => {
  const side = fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'd'),
    fc.string({ unit: 'binary', maxLength: 3_000 }),
  )
  const property = fc.property(side, side, (before, after) => {
    const change = actChange({ owner: 'anna', before, after })
    const bytes = Buffer.byteLength(JSON.stringify([change.before, change.after]))
    expect(bytes).toBeLessThanOrEqual(8_192 + 16)
    const named = [...Object.keys(change.before), ...Object.keys(change.after), ...(change.leftOut ?? [])]
    const differing = ['a', 'b', 'c', 'd'].filter((name) => before[name] !== after[name])
    expect([...new Set(named)].toSorted()).toEqual(differing)
  })
  fc.assert(property, { numRuns: 150 })
})
