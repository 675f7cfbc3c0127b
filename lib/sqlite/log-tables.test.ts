import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLogTables } from '#lib/sqlite/log-tables.ts'
import { LOG_SCHEMA } from '#lib/sqlite/log-schema.ts'
import { openDatabase, writeNow } from '#lib/sqlite/open-database.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const NEVER = 0

describe('slots()', () => {
  test('are the same for all users, and their number never changes', () => {
    const { tables, close } = start()

    const slots = tables.slots('a', 3)

    expect(new Set(slots).size).toBe(3)
    expect(tables.slots('a', 5)).toEqual(slots)
    expect(tables.slots('b', 1)).toHaveLength(1)
    close()
  })
})

describe('append() and read()', () => {
  test('count offsets separately for each slot', () => {
    const { tables, append, close } = start()
    const [one = NEVER, two = NEVER] = tables.slots('a', 2)

    append([
      { slot: one, key: 'k', value: '1', time: 10 },
      { slot: two, value: '2' },
      { slot: one, value: '3' },
    ])

    expect(tables.read(one, 0, 10)).toMatchObject([
      { offset: 0, key: 'k', value: '1', time: 10 },
      { offset: 1, key: '', value: '3' },
    ])
    expect(tables.read(one, 1, 10)).toMatchObject([{ offset: 1, value: '3' }])
    expect(tables.read(two, 0, 10)).toMatchObject([{ offset: 0, value: '2' }])
    expect([tables.first(one), tables.end(one), tables.end(two)]).toEqual([0, 2, 1])
    close()
  })

  test('reject an unknown slot', () => {
    const { append, close } = start()

    expect(() => append([{ slot: 99, value: 'x' }])).toThrow(RangeError)
    close()
  })
})

describe('trim()', () => {
  test('removes the oldest records up to a time, and offsets continue', () => {
    const { tables, append, trim, close } = start()
    const [slot = NEVER] = tables.slots('a', 1)
    append(['1', '2', '3'].map((value) => ({ slot, value })))

    expect(tables.hasExpired(slot, NEVER)).toBe(false)
    expect(trim(slot, NEVER, 10)).toBe(0)
    expect(tables.hasExpired(slot, Date.now())).toBe(true)
    expect(trim(slot, Date.now(), 2)).toBe(2)
    expect([tables.first(slot), tables.end(slot)]).toEqual([2, 3])
    expect(trim(slot, Date.now(), 2)).toBe(1)
    expect([tables.first(slot), tables.end(slot), tables.hasExpired(slot, Date.now())]).toEqual([3, 3, false])
    close()
  })
})

describe('offsetAt()', () => {
  test('is the first record at or after a time, for any order of times and any trimming', () => {
    const { tables, append, trim, close } = start()
    let topic = 0
    const times = fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 40 })
    const numbers = { times, trimmed: fc.nat(10), sought: fc.integer({ min: 0, max: 55 }) }

    fc.assert(
      fc.property(fc.record(numbers), ({ times: list, trimmed, sought }) => {
        const [slot = NEVER] = tables.slots(`topic ${(topic += 1)}`, 1)
        append(list.map((time) => ({ slot, value: '', time })))
        trim(slot, Date.now(), trimmed)
        const found = list.findIndex((time, offset) => offset >= trimmed && time >= sought)
        expect(tables.offsetAt(slot, sought)).toBe(found === -1 ? list.length : found)
      }),
      { numRuns: 150 },
    )
    close()
  })
})

function start() {
  const database = openDatabase(`sqlite:${join(temporaryFolder(), 'log.db')}`, LOG_SCHEMA)
  const tables = createLogTables(database)
  return {
    tables,
    append: (records: Parameters<typeof tables.append>[0]) =>
      writeNow(database, () => tables.append(records)),
    trim: (slot: number, appendedAt: number, max: number) =>
      writeNow(database, () => tables.trim(slot, appendedAt, max)),
    close: database.close,
  }
}
