import { join, resolve } from 'node:path'
import { expect } from 'vitest'
import { openBusReader } from '#lib/event-bus/open.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import { decodeEvent } from '#lib/events/decode-event.ts'
import { newId } from '#lib/ids/new-id.ts'
import { openStreamReader, WORKERS_GROUP } from '#lib/stream-log/open.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { freePorts } from '../../tests/builders/free-ports.ts'
import { spawnStation } from '../../tests/builders/spawn-station.ts'
import { startRedis } from '../../tests/engines/redis.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** A resource that a test closes at its end. */
export interface Closable {
  close(): Promise<unknown>
}

interface Place {
  readonly folder: string
  readonly busUrl: string
  readonly opened: Closable[]
}

/** Starts two trackers, each with its own Redis, one enrich that drains both, and a reader of the bus. */
export async function startTwoStreams(busUrl: string, opened: Closable[]) {
  const place = { folder: temporaryFolder(), busUrl, opened }
  const bus = await followBus(busUrl, opened)
  const streams = [await aStream('one', place), await aStream('two', place)] as const
  const enrich = await anEnrich(
    streams.map(({ redisUrl }) => redisUrl),
    place,
  )
  return { streams, enrich, published: bus.published }
}

/** Starts a Redis, and the tracker that writes to it. */
async function aStream(name: string, { folder, opened }: Place) {
  const source = `${name}-${newId()}`
  const [redisPort = 0, port = 0, metricsPort = 0] = await freePorts(3)
  const home = { folder: join(folder, `redis-${name}`), port: redisPort }
  let redis = await startRedis(home)
  opened.push({ close: () => redis.process.kill() })
  const url = `http://127.0.0.1:${port}`
  const tracker = await spawnStation({
    main: join(ROOT, 'edge/tracker/main.ts'),
    folder,
    urls: [url],
    environment: {
      STREAM_URLS: redis.url,
      TRACKER_NAME: source,
      TRACKER_PORT: String(port),
      // All events are from one phone.
      DEVICE_EVENTS_PER_SECOND: '0',
      // An answer must mean that the stream has the event.
      SPOOL_PATH: '',
      METRICS_PORT: String(metricsPort),
    },
  })
  opened.push({ close: () => tracker.kill() })

  function post(path: string, body: unknown): Promise<Response> {
    const headers = { 'content-type': 'application/json' }
    return fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  }

  const trySend = (id: string) => post('/v1/events', anEvent(id))

  return {
    source: `/tracker/${source}`,
    redisUrl: redis.url,
    trySend,
    sendOne: async (id: string): Promise<void> => {
      const response = await trySend(id)
      expect(response.status).toBe(200)
    },
    /** Sends a number of events, half in a batch and half one by one; gives their ids once all are accepted. */
    send: async (count: number): Promise<string[]> => {
      const ids = Array.from({ length: count }, newId)
      const alone = ids.slice(0, count / 2).map(trySend)
      const together = post('/v1/batch', { batch: ids.slice(count / 2).map(anEvent) })
      const responses = await Promise.all([...alone, together])
      expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]))
      return ids
    },
    books: async () => {
      const reader = await openStreamReader(redis.url, { group: WORKERS_GROUP, consumer: 'books' })
      try {
        return await reader.books()
      } finally {
        await reader.close()
      }
    },
    kill: () => redis.process.kill(),
    revive: async () => {
      redis = await startRedis(home)
    },
    freeze: () => redis.process.freeze(),
    thaw: () => redis.process.thaw(),
  }
}

async function anEnrich(streamUrls: readonly string[], { folder, busUrl, opened }: Place) {
  const [port = 0, metricsPort = 0] = await freePorts(2)
  const url = `http://127.0.0.1:${port}`
  const station = await spawnStation({
    main: join(ROOT, 'workers/enrich/main.ts'),
    folder,
    urls: [url],
    environment: {
      STREAM_URLS: streamUrls.join(','),
      BUS_URL: busUrl,
      ENRICH_PORT: String(port),
      METRICS_PORT: String(metricsPort),
      // Entries lost with a broken connection are delivered again soon.
      RECLAIM_IDLE_SECONDS: '2',
    },
  })
  opened.push({ close: () => station.kill() })
  return {
    freeze: () => process.kill(station.pid, 'SIGSTOP'),
    thaw: () => process.kill(station.pid, 'SIGCONT'),
    readiness: async () => {
      const response = await fetch(`${url}/readyz`)
      return { status: response.status, text: await response.text() }
    },
  }
}

/** Follows the bus from now on; gives the ids of the events of a source in order, including copies. */
async function followBus(busUrl: string, opened: Closable[]) {
  const bySource = new Map<string, string[]>()
  const reader = await openBusReader(busUrl, {
    group: 'several-streams',
    topics: [EVENTS.name],
    from: 'latest',
    isCommitting: false,
  })
  opened.push(reader)
  await reader.run(({ records }) => {
    for (const { source, id } of records.map(({ value }) => decodeEvent(value)))
      bySource.set(source, [...(bySource.get(source) ?? []), id])
    return Promise.resolve()
  })
  return { published: (source: string): readonly string[] => bySource.get(source) ?? [] }
}

function anEvent(id: string) {
  return { id, type: 'page', params: { di: 'phone-1', p: '/Grüße 🚲' } }
}
