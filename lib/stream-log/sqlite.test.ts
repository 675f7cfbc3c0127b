import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { openDatabase } from '#lib/sqlite/open-database.ts'
import { openStreamReader, openStreamWriter } from '#lib/stream-log/open.ts'
import { describeStreamLog } from '#lib/stream-log/stream-log-contract.ts'
import type { StreamEntry, StreamReader } from '#lib/stream-log/stream-log.ts'
import { type Fixture, spawnFixture } from '#lib/testing/spawn-fixture.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const HOUR_MS = 3_600_000
const soon = { timeout: 15_000, interval: 10 }

describeStreamLog('sqlite', async () => {
  const url = temporaryUrl()
  return { openWriter: () => openStreamWriter(url), openReader: (member) => openStreamReader(url, member) }
})

describe('stream log on sqlite', () => {
  test('rejects appends while the disk is full, and accepts them again when there is room', async () => {
    const url = temporaryUrl()
    const writer = await openStreamWriter(url)
    const reader = await openStreamReader(url, { group: 'enrich', consumer: 'one' })
    await writer.append(['before'])
    const { db, close } = openDatabase(url, { name: 'test', steps: [] })
    const pages = db.query<{ page_count: number }, []>('pragma page_count').get()?.page_count
    db.run(`pragma max_page_count = ${pages}`)

    const results = await Promise.allSettled([writer.append(['x'.repeat(100_000)]), writer.append(['small'])])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await expect(writer.append(['x'.repeat(100_000)])).rejects.toThrow(UnavailableError)
    await expect(writer.check()).rejects.toThrow(UnavailableError)

    db.run('pragma max_page_count = 1000000')
    await writer.check()
    await writer.append(['after'])
    expect((await reader.take(10, 0)).map(({ value }) => value)).toEqual(['before', 'after'])
    close()
    await writer.close()
    await reader.close()
  })

  test('of three entries only the unfinished one is kept, and a late group counts only that', async () => {
    const url = temporaryUrl()
    const writer = await openStreamWriter(url)
    const reader = await openStreamReader(url, { group: 'enrich', consumer: 'one' })
    await writer.append(['a', 'b', 'c'])
    const entries = await reader.take(10, 0)
    await reader.ack(
      entries.filter(({ value }) => value !== 'b').map(({ token }) => ({ token, outcome: 'published' })),
    )

    expect(await reader.trim(0)).toBe(2)
    const late = await openStreamReader(url, { group: 'late', consumer: 'one' })
    expect((await late.take(10, 0)).map(({ value }) => value)).toEqual(['b'])
    expect(await late.books()).toMatchObject({ added: 1, pending: 1, unread: 0 })
    for (const side of [writer, reader, late]) await side.close()
  })

  test('entries of a closed reader are handed out again at once', async () => {
    const url = temporaryUrl()
    const writer = await openStreamWriter(url)
    const first = await openStreamReader(url, { group: 'enrich', consumer: 'one' })
    const second = await openStreamReader(url, { group: 'enrich', consumer: 'two' })
    await writer.append(['a'])
    await first.take(10, 0)
    await first.close()

    expect(await second.reclaim(HOUR_MS, 10)).toMatchObject([{ value: 'a', deliveries: 2 }])
    await writer.close()
    await second.close()
  })

  test('a killed writer loses no confirmed entry, and a killed taker no entry that it held', async () => {
    const url = temporaryUrl()
    const reader = await openStreamReader(url, { group: 'enrich', consumer: 'here' })
    const taker = spawnFixture(join(import.meta.dirname, 'crash-taker.fixture.ts'), url)
    const taken: StreamEntry[] = []
    await expect.poll(() => taker.lines(), soon).toEqual(['ready'])
    const writer = spawnFixture(join(import.meta.dirname, 'crash-writer.fixture.ts'), url)

    await Promise.all([takeUntil(reader, taken, writer.exited), killAt(writer, 500)])
    await expect.poll(() => taker.lines(), soon).toContain('took')
    await taker.kill()
    await takeRest(reader, taken)

    const answered = writer.lines()
    const values = taken.map(({ value }) => value)
    expect(answered.length).toBeGreaterThanOrEqual(500)
    expect(new Set(values).size).toBe(values.length)
    expect(answered.filter((value) => !values.includes(value))).toEqual([])
    expect(taken.some(({ deliveries }) => deliveries === 2)).toBe(true)
    expect(await reader.books()).toMatchObject({ added: values.length, published: values.length })
    await reader.close()
  })
})

/** The file of a stream that does not exist yet. */
function temporaryUrl(): string {
  return `sqlite:${join(temporaryFolder(), 'stream.db')}`
}

async function killAt({ lines, kill }: Fixture, count: number): Promise<void> {
  await expect.poll(() => lines().length, { ...soon, interval: 1 }).toBeGreaterThanOrEqual(count)
  await kill()
}

async function takeUntil(reader: StreamReader, taken: StreamEntry[], ended: Promise<void>): Promise<void> {
  const ending = new AbortController()
  async function takeOn(): Promise<void> {
    while (!ending.signal.aborted) await finish(reader, taken, await reader.take(50, 20))
  }
  const taking = takeOn()
  await ended
  ending.abort()
  await taking
}

async function takeRest(reader: StreamReader, taken: StreamEntry[]): Promise<void> {
  await expect
    .poll(async () => {
      await finish(reader, taken, await reader.take(1_000, 0))
      // With such a long idle time, only entries of a dead process are reclaimed.
      await finish(reader, taken, await reader.reclaim(HOUR_MS, 1_000))
      const { unread, pending } = await reader.lag()
      return unread + pending
    }, soon)
    .toBe(0)
}

async function finish(reader: StreamReader, taken: StreamEntry[], entries: StreamEntry[]): Promise<void> {
  await reader.ack(entries.map(({ token }) => ({ token, outcome: 'published' })))
  taken.push(...entries)
}
