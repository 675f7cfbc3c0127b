import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { openSpool, type SpoolOptions } from '#lib/spool/open-spool.ts'
import type { Spool } from '#lib/spool/spool.ts'
import { spawnFixture } from '#lib/testing/spawn-fixture.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const soon = { timeout: 15_000, interval: 10 }

async function aSpool(folder = temporaryFolder(), options: Partial<SpoolOptions> = {}): Promise<Spool> {
  const spool = await openSpool(folder, { bytesMax: 1e9, ...options })
  onTestFinished(() => spool.close())
  return spool
}

async function drained(spool: Spool): Promise<string[]> {
  const values: string[] = []
  await spool.drain((part) => {
    values.push(...part)
    return Promise.resolve()
  })
  return values
}

test('appended values come out once, the oldest first, and nothing is left on the disk', async () => {
  const folder = temporaryFolder()
  const spool = await aSpool(folder, { segmentBytesMax: 1_000 })
  const values = Array.from({ length: 500 }, (_, index) => `{"n":${index},"text":"grüße 🦊"}`)
  for (const value of values) await spool.append([value])
  expect(spool.bytes()).toBeGreaterThan(values.join('').length)
  expect(await drained(spool)).toEqual(values)
  expect([spool.bytes(), await drained(spool)]).toEqual([0, []])
  expect(readdirSync(join(folder, '0'))).toEqual(['lock'])
})

test('the values of concurrent appends come out together, in order', async () => {
  const spool = await aSpool()
  await Promise.all([spool.append(['a', 'b']), spool.append(['c']), spool.append([])])
  expect(await drained(spool)).toEqual(['a', 'b', 'c'])
})

test('confirmed values survive kill -9, and the next process that opens the folder drains them', async () => {
  const folder = temporaryFolder()
  const writer = spawnFixture(join(import.meta.dirname, 'crash-spooler.fixture.ts'), folder)
  await expect.poll(() => writer.lines().length, soon).toBeGreaterThan(2_000)
  await writer.kill()
  const values = new Set(await drained(await aSpool(folder)))
  expect(writer.lines().filter((value) => !values.has(value))).toEqual([])
})

test('a process takes over the values of a dead process, but not those of a living one', async () => {
  const folder = temporaryFolder()
  const spool = await aSpool(folder)
  const writer = spawnFixture(join(import.meta.dirname, 'crash-spooler.fixture.ts'), folder)
  await expect.poll(() => writer.lines().length, soon).toBeGreaterThan(200)
  expect(await drained(spool)).toEqual([])
  await writer.kill()
  const values = new Set(await drained(spool))
  expect(writer.lines().filter((value) => !values.has(value))).toEqual([])
  expect(readdirSync(folder)).toEqual(['0', '1'])
})

test('when the target accepts no more, the rest stays, and only the rest comes later', async () => {
  const spool = await aSpool()
  await spool.append(Array.from({ length: 1_200 }, (_, index) => String(index)))
  const taken: string[] = []
  const keepOne = (part: readonly string[]) => {
    if (taken.length > 0) return Promise.reject(new UnavailableError('full'))
    taken.push(...part)
    return Promise.resolve()
  }
  await expect(spool.drain(keepOne)).rejects.toThrow('full')
  expect(taken.length).toBeGreaterThan(0)
  expect(spool.bytes()).toBeGreaterThan(0)
  taken.push(...(await drained(spool)))
  expect(taken).toEqual(Array.from({ length: 1_200 }, (_, index) => String(index)))
})

test('values that do not fit are refused, and fit when there is room again', async () => {
  const spool = await aSpool(undefined, { bytesMax: 1_000 })
  await spool.append(['x'.repeat(600)])
  expect(await spool.room()).toBeLessThan(400)
  await expect(spool.append(['y'.repeat(600)])).rejects.toThrow(UnavailableError)
  expect(await drained(spool)).toEqual(['x'.repeat(600)])
  await spool.append(['y'.repeat(600)])
  expect(await drained(spool)).toEqual(['y'.repeat(600)])
})

test('concurrent appends together do not exceed the limit', async () => {
  const spool = await aSpool(undefined, { bytesMax: 1_000 })
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => spool.append(['x'.repeat(300)])))
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
})

test('the readable values of a damaged segment are drained, and the segment is renamed for a person to look at', async () => {
  const folder = temporaryFolder()
  const spool = await aSpool(folder)
  await spool.append(['first', 'second', 'third'])
  const path = join(folder, '0', '000000000001.segment')
  const bytes = readFileSync(path)
  bytes[bytes.indexOf('second')] = 0
  writeFileSync(path, bytes)
  expect(await drained(spool)).toEqual(['first', 'third'])
  expect(readFileSync(`${path}.damaged`)).toEqual(bytes)
  expect([spool.bytes(), await drained(spool)]).toEqual([0, []])
})

test('a segment that cannot be read stays, and does not block others', async () => {
  const folder = temporaryFolder()
  const spool = await aSpool(folder, { segmentBytesMax: 20 })
  for (const value of ['first', 'second', 'third']) await spool.append([value])
  const path = join(folder, '0', '000000000002.segment')
  const bytes = readFileSync(path)
  rmSync(path)
  mkdirSync(path)
  expect(await drained(spool)).toEqual(['first', 'third'])
  expect(spool.bytes()).toBe(bytes.length)
  rmdirSync(path)
  writeFileSync(path, bytes)
  expect(await drained(spool)).toEqual(['second'])
  expect(spool.bytes()).toBe(0)
})

test('a slot that cannot be read does not block others', async () => {
  const folder = temporaryFolder()
  const spool = await aSpool(folder)
  mkdirSync(join(folder, '1', 'lock'), { recursive: true })
  await spool.append(['value'])
  expect(await drained(spool)).toEqual(['value'])
})

test('only their owner may read the files', async () => {
  const folder = temporaryFolder()
  const spool = await aSpool(folder)
  await spool.append(['value'])
  expect(statSync(join(folder, '0', '000000000001.segment')).mode & 0o077).toBe(0)
})

test('a folder that cannot be used stops the start, and the error names it', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'file'), '')
  await expect(aSpool(join(folder, 'file', 'spool'))).rejects.toThrow(
    /Cannot use the spool in ".*file\/spool"/u,
  )
})

test('an append that cannot create its file is refused, and the next append works', async () => {
  const folder = temporaryFolder()
  const spool = await aSpool(folder)
  mkdirSync(join(folder, '0', '000000000001.segment'))
  await expect(spool.append(['value'])).rejects.toThrow(UnavailableError)
  await spool.append(['another'])
  expect(existsSync(join(folder, '0', '000000000002.segment'))).toBe(true)
})
