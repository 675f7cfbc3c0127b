import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { processEnvironment } from '#lib/config/process-environment.ts'
import { encodeTracked } from '#lib/events/tracked-event.ts'
import { newId } from '#lib/ids/new-id.ts'
import { openStreamReader, openStreamWriter, WORKERS_GROUP } from '#lib/stream-log/open.ts'
import { freePorts } from '../tests/builders/free-ports.ts'
import { until } from '../tests/builders/until.ts'
import { installKafka, startKafka } from '../tests/engines/kafka.ts'
import { startRedis } from '../tests/engines/redis.ts'
import { runCommand } from '../tests/engines/run-command.ts'
import type { Bench } from './bench.ts'
import { cpuSeconds } from './cpu-seconds.ts'

const ENRICH = resolve(import.meta.dirname, '../workers/enrich/main.ts')
const EVENTS = 300_000
const APPEND = 5_000
const RECORD_BYTES = 310
const LONG_MS = 120_000
const AGENTS = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36',
]

/** Events a second through one enrich worker: Redis → geoIP, device, dedup → Kafka's ack → XACK. */
export const enrichRate: Bench = {
  name: 'enrich-rate',
  about: 'events a second through one enrich worker, from Redis to the ack of Kafka, everything on',
  async measure() {
    const folder = mkdtempSync(join(tmpdir(), 'pushtech-bench-'))
    const [redisPort = 0, kafkaPort = 0, port = 0, metricsPort = 0] = await freePorts(4)
    const redis = await startRedis({
      folder: join(folder, 'redis'),
      port: redisPort,
      settings: ['--maxmemory', '4gb'],
    })
    const kafka = await startKafka({ folder: join(folder, 'kafka'), port: kafkaPort })
    try {
      await fill(redis.url)
      const stream = await openStreamReader(redis.url, { group: WORKERS_GROUP, consumer: 'bench' })
      const worker = Bun.spawn([process.execPath, ENRICH], {
        cwd: folder,
        env: {
          ...processEnvironment(),
          STREAM_URLS: redis.url,
          BUS_URL: `kafka://${kafka.brokers}`,
          ENRICH_PORT: String(port),
          METRICS_PORT: String(metricsPort),
          LOG_LEVEL: 'warn',
        },
        stdout: 'inherit',
        stderr: 'inherit',
      })
      const published = async () => (await stream.books()).published
      await until('the worker has begun', async () => (await published()) > 0, LONG_MS)
      const [startedAt, cpuBefore, before] = [performance.now(), cpuSeconds(worker.pid), await published()]
      await until('the stream is drained', async () => (await published()) === EVENTS, LONG_MS)
      const seconds = (performance.now() - startedAt) / 1_000
      const cpu = cpuSeconds(worker.pid) - cpuBefore
      worker.kill('SIGTERM')
      await worker.exited
      await stream.close()
      const count = EVENTS - before
      return [
        {
          name: 'enriched events through one worker',
          unit: 'events/s',
          value: count / seconds,
          cpuSecondsPerEvent: cpu / count,
          peers: [
            {
              name: "Kafka's ProducerPerformance, 310 bytes, acks=all",
              value: await producerPerformance(kafka.brokers),
            },
          ],
          note: `${count} events in ${seconds.toFixed(1)} s, with geoIP, device, klag and dedup`,
        },
      ]
    } finally {
      await Promise.all([redis.process.stop(), ...kafka.processes.map((one) => one.stop())])
    }
  },
}

async function fill(url: string): Promise<void> {
  const writer = await openStreamWriter(url)
  for (let first = 0; first < EVENTS; first += APPEND)
    await writer.append(Array.from({ length: APPEND }, (_, index) => anEvent(first + index)))
  await writer.close()
}

function anEvent(index: number): string {
  const now = Date.now()
  return encodeTracked({
    id: newId(),
    type: 'geo',
    source: '/tracker/bench',
    device: `phone-${index % 50_000}`,
    time: now,
    receivedAt: now,
    protocol: 'get',
    pod: 'bench',
    params: { di: `phone-${index % 50_000}`, lt: '52.5219', lg: '13.4132', a: '12' },
    ip: `${1 + (index % 200)}.${index % 250}.${index % 240}.0`,
    userAgent: AGENTS[index % AGENTS.length],
    quality: [],
    proven: true,
    traceparent: undefined,
    replay: undefined,
  })
}

async function producerPerformance(brokers: string): Promise<number> {
  const jars = join(await installKafka(), 'libs', '*')
  const command = ['java', '-cp', jars, 'org.apache.kafka.tools.ProducerPerformance']
  const flags = { topic: 'push.events', 'num-records': EVENTS, 'record-size': RECORD_BYTES, throughput: -1 }
  const output = await runCommand([
    ...command,
    ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]),
    '--producer-props',
    `bootstrap.servers=${brokers}`,
    'acks=all',
  ])
  const rates = [...output.matchAll(/([\d.]+) records\/sec/gu)].map(([, rate]) => Number(rate))
  return rates.at(-1) ?? 0
}
