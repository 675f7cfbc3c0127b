import { expect, test } from 'vitest'
import { newId } from '#lib/ids/new-id.ts'

test('ids are UUIDv7 of the current time, all different, in the order of creation', () => {
  const from = Date.now()
  // More ids within one millisecond may run ahead of the clock, as RFC 9562 (6.2) allows.
  const ids = Array.from({ length: 1_000 }, newId)
  const until = Date.now()
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.toSorted()).toEqual(ids)
  for (const id of [ids[0] ?? '', ids.at(-1) ?? '']) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u)
    const madeAt = Number.parseInt(id.replace('-', '').slice(0, 12), 16)
    expect(madeAt).toBeGreaterThanOrEqual(from)
    expect(madeAt).toBeLessThanOrEqual(until)
  }
})
