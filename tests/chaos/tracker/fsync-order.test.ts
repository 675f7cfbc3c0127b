import { join, resolve } from 'node:path'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { freePorts } from '../../builders/free-ports.ts'
import { spawnStation } from '../../builders/spawn-station.ts'
import { installedOrSkipped } from '../../engines/installed-or-skipped.ts'
import { startRedis } from '../../engines/redis.ts'
import { traceCalls } from '../trace-calls.ts'

const TRACKER = resolve(import.meta.dirname, '../../../edge/tracker/main.ts')

/** Starts a tracker on a Redis, and traces both. */
async function traced() {
  const folder = temporaryFolder()
  const [redisPort = 0, port = 0, metricsPort = 0] = await freePorts(3)
  const redis = await startRedis({ folder: join(folder, 'redis'), port: redisPort })
  onTestFinished(() => redis.process.kill())
  const url = `http://127.0.0.1:${port}`
  const tracker = await spawnStation({
    main: TRACKER,
    folder,
    environment: { STREAM_URLS: redis.url, TRACKER_PORT: String(port), METRICS_PORT: String(metricsPort) },
    urls: [url],
  })
  onTestFinished(() => tracker.kill())
  await fetch(`${url}/t/w?n=warm`)
  const trace = await installedOrSkipped(() =>
    traceCalls([redis.process.pid, tracker.pid], join(folder, 'calls')),
  )
  return { redis, url, trace }
}

/** Index of the first call of a kind after another index; -1 if there is none. */
function firstAfter(calls: readonly string[], place: number, call: RegExp): number {
  return calls.findIndex((line, index) => index > place && call.test(line))
}

// The start of the run says why there is no Redis. With CI=true the run has already failed then.
describe.skipIf(inject('redisUrl') === undefined)('a tracker answers', () => {
  test('"stream" after Redis has written the event to its file and synced it', async () => {
    const { url, trace } = await traced()
    const response = await fetch(`${url}/t/w?n=marker`)
    const calls = await trace.stop()
    const written = firstAfter(calls, -1, /write\(\d+, "\*.*XADD.*marker/u)
    const synced = firstAfter(calls, written, /fdatasync\(\d+\) += 0/u)
    const answered = firstAfter(calls, -1, /HTTP\/1\.1 200/u)
    expect(response.headers.get('push-ack')).toBe('stream')
    expect([written, synced, answered].every((place) => place >= 0)).toBe(true)
    expect(synced).toBeGreaterThan(written)
    expect(answered).toBeGreaterThan(synced)
  })

  test('"spool" after it has written the event to its own disk and synced file and folder', async () => {
    const { redis, url, trace } = await traced()
    redis.process.freeze()
    const response = await fetch(`${url}/t/w?n=marker`)
    redis.process.thaw()
    const calls = await trace.stop()
    const written = firstAfter(calls, -1, /pwrite64\(\d+, "PUSHSPL1.*marker/u)
    const synced = firstAfter(calls, written, /fdatasync\(\d+\) += 0/u)
    const named = firstAfter(calls, synced, /fsync\(\d+\) += 0/u)
    const answered = firstAfter(calls, -1, /HTTP\/1\.1 200/u)
    expect(response.headers.get('push-ack')).toBe('spool')
    expect([written, synced, named, answered].every((place) => place >= 0)).toBe(true)
    expect([synced > written, named > synced, answered > named]).toEqual([true, true, true])
  })
})
