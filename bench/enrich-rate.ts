import { join, resolve } from 'node:path'
import { processEnvironment } from '#lib/config/process-environment.ts'
import { openStreamReader, WORKERS_GROUP } from '#lib/stream-log/open.ts'
import { freePorts } from '../tests/builders/free-ports.ts'
import { installKafka, startKafka } from '../tests/engines/kafka.ts'
import { startRedis } from '../tests/engines/redis.ts'
import { runCommand } from '../tests/engines/run-command.ts'
import { benchFolder } from './bench-folder.ts'
import type { Bench } from './bench.ts'
import { BENTO_MISSING, bentoProgram } from './bento.ts'
import { bentoRelay } from './bento-relay.ts'
import { fillStream } from './fill-stream.ts'
import { measureDrain, type Drained } from './measure-drain.ts'

const ENRICH = resolve(import.meta.dirname, '../workers/enrich/main.ts')
const EVENTS = 300_000
const RECORD_BYTES = 310

/** Events per second through one enrich worker: Redis → geoIP, device, dedup → Kafka's ack → XACK. */
export const enrichRate: Bench = {
  name: 'enrich-rate',
  about: 'events a second through one enrich worker, from Redis to the ack of Kafka, everything on',
  async measure() {
    await using ending = new AsyncDisposableStack()
    const folder = benchFolder()
    ending.defer(folder.remove)
    const [redisPort = 0, kafkaPort = 0] = await freePorts(2)
    const redis = await startRedis({
      folder: join(folder.path, 'redis'),
      port: redisPort,
      settings: ['--maxmemory', '4gb'],
    })
    ending.defer(() => redis.process.stop())
    const kafka = await startKafka({ folder: join(folder.path, 'kafka'), port: kafkaPort })
    ending.defer(async () => void (await Promise.all(kafka.processes.map((one) => one.stop()))))
    const where = { redisUrl: redis.url, kafkaBrokers: kafka.brokers }
    await fillStream(redis.url, EVENTS)
    const { count, seconds, perSecond, cpuSecondsPerEvent } = await measureWorker(folder.path, where)
    const program = bentoProgram()
    const bento = program === undefined ? [] : [await bentoRelay({ program, ...where, count: EVENTS })]
    return [
      {
        name: 'enriched events through one worker',
        unit: 'events/s',
        value: perSecond,
        cpuSecondsPerEvent,
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
  },
}

async function measureWorker(
  folder: string,
  { redisUrl, kafkaBrokers }: { redisUrl: string; kafkaBrokers: string },
): Promise<Drained> {
  const [port = 0, metricsPort = 0] = await freePorts(2)
  const stream = await openStreamReader(redisUrl, { group: WORKERS_GROUP, consumer: 'bench' })
  const worker = Bun.spawn([process.execPath, ENRICH], {
    cwd: folder,
    env: {
      ...processEnvironment(),
      STREAM_URLS: redisUrl,
      BUS_URL: `kafka://${kafkaBrokers}`,
      ENRICH_PORT: String(port),
      METRICS_PORT: String(metricsPort),
      LOG_LEVEL: 'warn',
    },
    stdout: 'inherit',
    stderr: 'inherit',
  })
  try {
    return await measureDrain({
      name: 'the worker',
      pid: worker.pid,
      total: EVENTS,
      done: async () => (await stream.books()).published,
    })
  } finally {
    worker.kill('SIGTERM')
    await worker.exited
    await stream.close()
  }
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
