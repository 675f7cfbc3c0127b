import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { openSpool } from '#lib/spool/open-spool.ts'
import { openDatabase } from '#lib/sqlite/open-database.ts'
import { openStreamReader, openStreamWriter } from '#lib/stream-log/open.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { openKeeper } from './open-keeper.ts'

const LONG = 'x'.repeat(100_000)

/** A keeper on a spool and on an embedded stream whose disk the test can fill. */
async function aKeeper({ spoolBytesMax = 1e6, folder = temporaryFolder() } = {}) {
  const url = `sqlite:${folder}/stream.db`
  const stream = await openStreamWriter(url)
  const reader = await openStreamReader(url, { group: 'enrich', consumer: 'one' })
  const disk = openDatabase(url, { name: 'test', steps: [] })
  const metrics = openMetrics()
  const spoolPath = join(folder, 'spool')
  const keeper = await openKeeper({
    stream,
    spoolPath,
    spoolBytesMax,
    highWaterPercent: 75,
    log: quietLog,
    metrics,
  })
  let isStopped = false
  async function stop(): Promise<void> {
    if (isStopped) return
    isStopped = true
    await keeper.stop()
    await stream.close()
    await reader.close()
    disk.close()
  }
  onTestFinished(stop)
  const seen: string[] = []
  return {
    keeper,
    folder,
    stop,
    fillDisk: () => {
      const pages = disk.db.query<{ page_count: number }, []>('pragma page_count').get()?.page_count
      disk.db.run(`pragma max_page_count = ${pages}`)
    },
    clearDisk: () => disk.db.run('pragma max_page_count = 1000000'),
    /** All values in the stream. */
    streamed: async () => {
      seen.push(...(await reader.take(1_000, 0)).map(({ value }) => value))
      return seen
    },
    metric: async (name: string) => {
      const [, value] = new RegExp(`^${name} (\\S+)`, 'mu').exec(await metrics.text()) ?? []
      return Number(value)
    },
  }
}

test('events go into the stream while it takes them', async () => {
  const { keeper, streamed, metric } = await aKeeper()
  expect(await keeper.keep(['a', 'b'])).toBe('stream')
  expect(await streamed()).toEqual(['a', 'b'])
  expect(await metric('push_tracker_spool_bytes')).toBe(0)
  await keeper.check()
})

test('events go into the spool while the stream takes none, and later from there into the stream', async () => {
  const { keeper, fillDisk, clearDisk, streamed, metric } = await aKeeper()
  await keeper.keep(['before'])
  fillDisk()
  expect(await keeper.keep([LONG])).toBe('spool')
  expect(await keeper.keep(['meanwhile'])).toBe('spool')
  expect(await metric('push_tracker_spool_bytes')).toBeGreaterThan(LONG.length)
  await keeper.check()
  expect(await streamed()).toEqual(['before'])
  clearDisk()
  await expect.poll(streamed).toEqual(['before', LONG, 'meanwhile'])
  await expect.poll(() => metric('push_tracker_spool_bytes')).toBe(0)
  await expect.poll(() => keeper.keep(['after'])).toBe('stream')
})

test('when the spool is full too, keep() rejects, and the keeper is not ready', async () => {
  const { keeper, fillDisk, clearDisk, streamed } = await aKeeper({ spoolBytesMax: LONG.length + 100 })
  await keeper.keep(['before'])
  fillDisk()
  expect(await keeper.keep([LONG])).toBe('spool')
  await expect(keeper.keep([LONG])).rejects.toThrow(UnavailableError)
  await expect(keeper.check()).rejects.toThrow('the spool is full')
  clearDisk()
  await expect.poll(() => keeper.keep([LONG]).catch(() => 'none')).toBe('stream')
  await expect.poll(async () => (await streamed()).length).toBe(3)
  await keeper.check()
})

test('keep() rejects if the spool cannot be written', async () => {
  const { keeper, fillDisk, folder } = await aKeeper()
  await keeper.keep(['before'])
  fillDisk()
  writeFileSync(join(folder, 'spool', '0', '000000000001.segment'), '')
  await expect(keeper.keep([LONG])).rejects.toThrow(UnavailableError)
})

test('an unreadable segment of the spool does not keep other events from the stream', async () => {
  const { keeper, fillDisk, clearDisk, folder, streamed } = await aKeeper()
  await keeper.keep(['before'])
  fillDisk()
  expect(await keeper.keep([LONG])).toBe('spool')
  const path = join(folder, 'spool', '0', '000000000001.segment')
  rmSync(path)
  mkdirSync(path)
  clearDisk()
  await expect.poll(() => keeper.keep(['after'])).toBe('stream')
  expect(await keeper.keep(['later'])).toBe('stream')
  await expect.poll(streamed).toContain('later')
})

test('callers with a spool of their own are refused while the stream takes nothing', async () => {
  const { keeper, fillDisk, folder, streamed } = await aKeeper()
  await keeper.keepInStream(['before'])
  fillDisk()
  await expect(keeper.keepInStream([LONG])).rejects.toThrow(UnavailableError)
  await expect(keeper.keepInStream(['small'])).rejects.toThrow(UnavailableError)
  expect(readdirSync(join(folder, 'spool', '0'))).toEqual(['lock'])
  expect(await streamed()).toEqual(['before'])
})

test('events that an earlier process left in the spool go into the stream at the next start', async () => {
  const folder = temporaryFolder()
  const spool = await openSpool(join(folder, 'spool'), { bytesMax: 1e6 })
  await spool.append(['left'])
  await spool.close()
  const { streamed } = await aKeeper({ folder })
  await expect.poll(streamed).toEqual(['left'])
})

test('events that cannot be drained at a stop stay on the disk', async () => {
  const { keeper, fillDisk, folder, stop } = await aKeeper()
  await keeper.keep(['before'])
  fillDisk()
  await keeper.keep([LONG])
  await stop()
  const { streamed } = await aKeeper({ folder })
  await expect.poll(streamed).toEqual(['before', LONG])
})

test('the headroom is the free room divided by the rate of the last minute', async () => {
  const { keeper, metric } = await aKeeper({ spoolBytesMax: 60_000_000 })
  const idle = await metric('push_tracker_outage_headroom_seconds')
  for (let count = 0; count < 60; count += 1) await keeper.keep([LONG])
  // 6 MB in the 60 s that the meter covers are at most 100,000 bytes per second.
  const busy = await metric('push_tracker_outage_headroom_seconds')
  expect(idle).toBe(2_592_000)
  expect(busy).toBeGreaterThanOrEqual(600)
  expect(busy).toBeLessThan(2_000)
})
