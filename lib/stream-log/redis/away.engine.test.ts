import { afterEach, describe, expect, inject, test } from 'vitest'
import { StartError } from '#lib/errors/start-error.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { openStreamReader, openStreamWriter } from '#lib/stream-log/open.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { createClient } from 'redis'
import { freePorts } from '../../../tests/builders/free-ports.ts'
import { startRedis, type RedisEngine } from '../../../tests/engines/redis.ts'

const MEMBER = { group: 'enrich', consumer: 'one' }
const soon = { timeout: 15_000 }

const opened: { close(): Promise<void> }[] = []
const engines: RedisEngine[] = []

afterEach(async () => {
  for (const side of opened.splice(0)) await side.close()
  for (const { process } of engines.splice(0)) await process.kill()
})

async function aRedis(settings: readonly string[] = [], place?: { folder: string; port: number }) {
  const [port = 0] = await freePorts(1)
  const where = place ?? { folder: temporaryFolder(), port }
  const engine = await startRedis({ ...where, settings })
  engines.push(engine)
  return { ...engine, ...where }
}

async function aWriter(url: string, options: Parameters<typeof openStreamWriter>[1] = {}) {
  const writer = await openStreamWriter(url, options)
  opened.push(writer)
  return writer
}

/** A logger that keeps its warnings. */
function listen(): { log: Logger; warnings: string[] } {
  const warnings: string[] = []
  return { log: { ...quietLog, warn: (message) => warnings.push(message), with: () => quietLog }, warnings }
}

// The start of the run reports why there is no Redis; with CI=true the run has then failed already.
describe.skipIf(inject('redisUrl') === undefined)('a Redis that', () => {
  test('is unavailable at the start is awaited: check() names it, and appends work once it is available', async () => {
    const [port = 0] = await freePorts(1)
    const writer = await aWriter(`redis://:secret-password@127.0.0.1:${port}`)
    await expect(writer.check()).rejects.toThrow(`redis://:***@127.0.0.1:${port}`)
    await expect(writer.append(['early'])).rejects.toThrow(UnavailableError)
    const redis = await aRedis(['--requirepass', 'secret-password'], { folder: temporaryFolder(), port })
    await expect
      .poll(
        () =>
          writer.check().then(
            () => true,
            () => false,
          ),
        soon,
      )
      .toBe(true)
    await writer.append(['late'])
    const reader = await openStreamReader(redis.url.replace('redis://', 'redis://:secret-password@'), MEMBER)
    opened.push(reader)
    expect((await reader.take(10, 0)).map(({ value }) => value)).toEqual(['late'])
  })

  test('was killed refuses appends, and after a restart has everything that it confirmed', async () => {
    const redis = await aRedis()
    const writer = await aWriter(redis.url)
    const reader = await openStreamReader(redis.url, MEMBER)
    opened.push(reader)
    await writer.append(['before'])
    await redis.process.kill()
    await expect(writer.append(['meanwhile'])).rejects.toThrow(UnavailableError)
    await aRedis([], redis)
    await expect
      .poll(
        () =>
          writer.append(['after']).then(
            () => true,
            () => false,
          ),
        soon,
      )
      .toBe(true)
    const values: string[] = []
    const takeAll = async () => {
      const entries = await reader.take(10, 0).catch(() => [])
      values.push(...entries.map(({ value }) => value))
      return values
    }
    await expect.poll(takeAll, soon).toEqual(['before', 'after'])
  })

  test('does not answer causes a time-out, and is used again when it answers', async () => {
    const redis = await aRedis()
    const writer = await aWriter(redis.url)
    redis.process.freeze()
    const append = writer.append(['frozen'])
    await expect(append).rejects.toThrow('no answer within')
    redis.process.thaw()
    await expect
      .poll(
        () =>
          writer.append(['thawed']).then(
            () => true,
            () => false,
          ),
        soon,
      )
      .toBe(true)
  })

  test('refuses our password stops the start, with a hint what to check', async () => {
    const redis = await aRedis(['--requirepass', 'secret-password'])
    const wrong = redis.url.replace('redis://', 'redis://:wrong-password@')
    const error = await openStreamWriter(wrong).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(StartError)
    expect((error as StartError).hint).toContain('STREAM_URLS')
    expect((error as StartError).message).not.toContain('wrong-password')
  })

  test('could lose events causes a warning per setting, and stops the start when we are strict', async () => {
    const redis = await aRedis(['--appendfsync', 'everysec', '--maxmemory-policy', 'allkeys-lru'])
    const { log, warnings } = listen()
    await aWriter(redis.url, { log })
    expect(warnings).toEqual([
      expect.stringContaining('appendfsync everysec'),
      expect.stringContaining('maxmemory-policy allkeys-lru'),
    ])
    await expect(openStreamWriter(redis.url, { isStrict: true })).rejects.toThrow('STRICT_DURABILITY')
  })

  test('does not know the lag of a moved group has its entries counted instead', async () => {
    const redis = await aRedis()
    const writer = await aWriter(redis.url)
    const reader = await openStreamReader(redis.url, MEMBER)
    opened.push(reader)
    await writer.append(['a', 'b', 'c', 'd'])
    const [, second] = await reader.take(3, 0)
    const client = await createClient({ url: redis.url, RESP: 2 }).connect()
    await client.xGroupSetId('push:events', MEMBER.group, second?.token ?? '')
    const [group] = await client.xInfoGroups('push:events')
    await client.close()
    expect(group?.lag).toBeNull()
    expect((await reader.lag()).unread).toBe(2)
  })

  test('restarted from its file has the right lag and books, for a reader that stayed and for a new one', async () => {
    const redis = await aRedis()
    const writer = await aWriter(redis.url)
    const reader = await openStreamReader(redis.url, MEMBER)
    opened.push(reader)
    const values = Array.from({ length: 1_500 }, (_, index) => `event ${index}`)
    await writer.append(values)
    const done = await reader.take(200, 0)
    await reader.ack(done.map(({ token }) => ({ token, outcome: 'published' })))
    await reader.take(100, 0)
    const before = await reader.books()
    expect(before).toEqual({
      added: 1_500,
      published: 200,
      duplicate: 0,
      dead: 0,
      pending: 100,
      unread: 1_200,
    })
    await redis.process.kill()
    await aRedis([], { folder: redis.folder, port: redis.port })
    const booksOf = (side: typeof reader) => side.books().catch(() => undefined)
    await expect.poll(() => booksOf(reader), soon).toEqual(before)
    const other = await openStreamReader(redis.url, { ...MEMBER, consumer: 'two' })
    opened.push(other)
    expect(await other.lag()).toMatchObject({ unread: 1_200, pending: 100 })
    await other.take(1_200, 0)
    expect(await reader.lag()).toMatchObject({ unread: 0, pending: 1_300 })
  })

  test('is full refuses appends and still lets workers drain it', async () => {
    const redis = await aRedis(['--maxmemory', '3mb'])
    const writer = await aWriter(redis.url)
    const reader = await openStreamReader(redis.url, MEMBER)
    opened.push(reader)
    let kept = 0
    const fill = async () => {
      await writer.append(['x'.repeat(50_000)])
      kept += 1
    }
    await expect(Promise.all(Array.from({ length: 200 }, fill))).rejects.toThrow(/OOM/u)
    const entries = await reader.take(1_000, 0)
    expect(entries.length).toBeGreaterThanOrEqual(kept)
    await reader.ack(entries.map(({ token }) => ({ token, outcome: 'published' })))
    await expect.poll(() => reader.trim(0), soon).toBeGreaterThan(0)
    await expect
      .poll(
        () =>
          writer.append(['fits']).then(
            () => true,
            () => false,
          ),
        soon,
      )
      .toBe(true)
  })
})
