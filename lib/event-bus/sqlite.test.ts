import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { describeEventBus } from '#lib/event-bus/event-bus-contract.ts'
import { groupsOfBus, openBusReader, openBusWriter } from '#lib/event-bus/open.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import { openDatabase } from '#lib/sqlite/open-database.ts'
import { spawnFixture } from '#lib/testing/spawn-fixture.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const soon = { timeout: 15_000, interval: 10 }

describeEventBus('sqlite', async () => {
  const url = temporaryUrl()
  return {
    openWriter: () => openBusWriter(url),
    openReader: (options) => openBusReader(url, options),
    groups: () => groupsOfBus(url),
  }
})

describe('event bus on sqlite', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  test('removes records older than the retention of their topic, and readers continue after them', async () => {
    const url = temporaryUrl()
    const reader = await openBusReader(url, { group: 'g', topics: [EVENTS.name], from: 'earliest' })
    await reader.seek(0)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - EVENTS.retentionMs - 1_000 })
    const before = await openBusWriter(url)
    await before.publish(EVENTS.name, [aRecord('a', 'old')])
    await before.close()
    vi.useRealTimers()

    const writer = await openBusWriter(url)
    await writer.publish(EVENTS.name, [aRecord('a', 'new')])

    const lag = async () => (await reader.lag()).reduce((sum, partition) => sum + partition.lag, 0)
    await expect.poll(lag, soon).toBe(1)
    const values: string[] = []
    await reader.run(async ({ records }) => {
      values.push(...records.map(({ value }) => value))
    })
    await expect.poll(lag, soon).toBe(0)
    expect(values).toEqual(['new'])
    await writer.close()
    await reader.close()
  })

  test('rejects records while the disk is full, and accepts them again when there is room', async () => {
    const url = temporaryUrl()
    const writer = await openBusWriter(url)
    const { db, close } = openDatabase(url, { name: 'test', steps: [] })
    await writer.publish(EVENTS.name, [aRecord('a', 'before')])
    const pages = db.query<{ page_count: number }, []>('pragma page_count').get()?.page_count
    db.run(`pragma max_page_count = ${pages}`)

    await expect(writer.publish(EVENTS.name, [aRecord('a', 'x'.repeat(100_000))])).rejects.toThrow(
      UnavailableError,
    )

    db.run('pragma max_page_count = 1000000')
    await expect(writer.publish(EVENTS.name, [aRecord('a', 'after')])).resolves.toBeUndefined()
    close()
    await writer.close()
  })

  test('members in two processes share; when one is killed, the other handles everything it had in progress', async () => {
    const url = temporaryUrl()
    const writer = await openBusWriter(url)
    const reader = await openBusReader(url, { group: 'g', topics: [EVENTS.name], from: 'earliest' })
    const handled: number[] = []
    await reader.run(async ({ records }) => {
      handled.push(...records.map(({ partition }) => partition))
    })
    const other = spawnFixture(join(import.meta.dirname, 'crash-member.fixture.ts'), url, 'g', EVENTS.name)
    let published = 0
    // The other process gets its share when this member has noticed it.
    await expect
      .poll(async () => {
        await writer.publish(EVENTS.name, manyRecords(100))
        published += 100
        return other.lines().length
      }, soon)
      .toBe(EVENTS.partitions / 2)
    const held = new Set(other.lines().map(Number))
    const handledBefore = handled.length
    await writer.publish(EVENTS.name, manyRecords(100))
    published += 100
    const lagOutside = async () =>
      (await reader.lag()).filter(({ partition, lag }) => lag > 0 && !held.has(partition)).length
    await expect.poll(lagOutside, soon).toBe(0)
    expect(handled.slice(handledBefore).filter((partition) => held.has(partition))).toEqual([])

    await other.kill()

    await expect.poll(() => handled.length, soon).toBe(published)
    await reader.close()
    await writer.close()
  })
})

function temporaryUrl(): string {
  return `sqlite:${join(temporaryFolder(), 'bus.db')}`
}

function aRecord(key: string, value: string) {
  return { key, value, timestamp: Date.now() }
}

function manyRecords(count: number) {
  return Array.from({ length: count }, (_, index) => aRecord(`key ${index}`, 'value'))
}
