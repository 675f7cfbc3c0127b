import { join } from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { openStreamReader, openStreamWriter } from '#lib/stream-log/open.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { freePorts } from '../../../tests/builders/free-ports.ts'
import { startRedis } from '../../../tests/engines/redis.ts'
import { openKeeper } from './open-keeper.ts'

const VALUES = Array.from({ length: 100 }, (_, index) =>
  JSON.stringify({ n: index, pad: 'x'.repeat(10_000) }),
)

// The start of the run says why there is no Redis. With CI=true the run has already failed then.
test.skipIf(inject('redisUrl') === undefined)(
  'above the high-water mark events wait in the spool until workers have acked enough',
  async () => {
    const folder = temporaryFolder()
    const [port = 0] = await freePorts(1)
    // The mark is 1 % of it, far below the limit at which Redis itself refuses.
    const redis = await startRedis({ folder, port, settings: ['--maxmemory', '50mb'] })
    const stream = await openStreamWriter(redis.url)
    const reader = await openStreamReader(redis.url, { group: 'enrich', consumer: 'one' })
    const keeper = await openKeeper({
      stream,
      spoolPath: join(folder, 'spool'),
      spoolBytesMax: 1e9,
      highWaterPercent: 1,
      log: quietLog,
      metrics: openMetrics(),
    })
    onTestFinished(async () => {
      await keeper.stop()
      await stream.close()
      await reader.close()
      await redis.process.kill()
    })

    expect(await keeper.keep(VALUES)).toBe('stream')
    await expect.poll(() => keeper.keep(['{"probe":true}'])).toBe('spool')
    expect(await keeper.keep(['{"late":true}'])).toBe('spool')
    await expect(keeper.keepInStream(['{"never":"spooled"}'])).rejects.toThrow(UnavailableError)
    await keeper.check()
    const entries = await reader.take(1_000, 0)
    expect(entries.some(({ value }) => value === '{"late":true}')).toBe(false)

    await reader.ack(entries.map(({ token }) => ({ token, outcome: 'published' })))
    await expect
      .poll(async () => (await reader.take(1_000, 0)).some(({ value }) => value === '{"late":true}'))
      .toBe(true)
    await expect.poll(() => keeper.keep(['{"after":true}'])).toBe('stream')
  },
)
