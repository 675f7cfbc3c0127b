import * as fc from 'fast-check'
import { v4, v7 } from 'uuid'
import { expect, test } from 'vitest'
import { newId } from '#lib/ids/new-id.ts'
import { timeOfId } from '#lib/ids/time-of-id.ts'

test('timeOfId() is the creation time of a new id', () => {
  const before = Date.now()
  const time = timeOfId(newId())
  expect(time).toBeGreaterThanOrEqual(before)
  expect(time).toBeLessThanOrEqual(Date.now())
})

test('timeOfId() reads any UUIDv7', () => {
  const property = fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), (msecs) => {
    expect(timeOfId(v7({ msecs }))).toBe(msecs)
    expect(timeOfId(v7({ msecs }).toUpperCase())).toBe(msecs)
  })
  fc.assert(property)
})

test('timeOfId() is undefined for other ids', () => {
  const id = newId()
  for (const other of ['', 'anna', 'importer:demo', v4(), `${id} `, `x${id}`, id.replaceAll('-', '')]) {
    expect(timeOfId(other)).toBeUndefined()
  }
})
