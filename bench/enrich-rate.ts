import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { processEnvironment } from '#lib/config/process-environment.ts'
import { openStreamReader, WORKERS_GROUP } from '#lib/stream-log/open.ts'
import { freePorts } from '../tests/builders/free-ports.ts'
import { until } from '../tests/builders/until.ts'
import { installKafka, startKafka } from '../tests/engines/kafka.ts'
import { startRedis } from '../tests/engines/redis.ts'
import { runCommand } from '../tests/engines/run-command.ts'
import type { Bench } from './bench.ts'
import { BENTO_MISSING, bentoProgram } from './bento.ts'
import { bentoRelay } from './bento-relay.ts'
import { cpuSeconds } from './cpu-seconds.ts'
import { fillStream } from './fill-stream.ts'

const ENRICH = resolve(import.meta.dirname, '../workers/enrich/main.ts')
const EVENTS = 300_000
const RECORD_BYTES = 310
const LONG_MS = 120_000

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
      await fillStream(redis.url, EVENTS)
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
      const program = bentoProgram()
      const bento =
        program === undefined
          ? []
          : [await bentoRelay({ program, redisUrl: redis.url, kafkaBrokers: kafka.brokers, count: EVENTS })]
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
            ...bento,
          ],
          note: `${count} events in ${seconds.toFixed(1)} s, with geoIP, device, klag and dedup${program === undefined ? `; ${BENTO_MISSING}` : ''}`,
        },
      ]
    } finally {
      await Promise.all([redis.process.stop(), ...kafka.processes.map((one) => one.stop())])
    }
  },
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
