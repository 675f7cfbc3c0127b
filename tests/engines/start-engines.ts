import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '../builders/free-ports.ts'
import { startInDocker, type Containers, type EngineName } from './docker.ts'
import type { EngineProcess } from './engine-process.ts'
import { startKafka } from './kafka.ts'
import { startMongo } from './mongo.ts'
import { startRedis } from './redis.ts'
import { startS3, type S3Engine } from './s3.ts'

/** Addresses of real engines; where one could not be had, why. */
export interface Engines {
  readonly redisUrl: string | undefined
  readonly kafkaBrokers: string | undefined
  readonly mongodbUri: string | undefined
  readonly s3: Omit<S3Engine, 'process'> | undefined
  readonly missing: Readonly<Record<string, string>>
  /** Stops those that were started here, and removes their data. */
  stop(): Promise<void>
}

interface Started<Address> {
  readonly address: Address
  readonly processes: readonly EngineProcess[]
}

/** Containers, or why there are none. */
interface Tried {
  readonly containers?: Containers
  readonly reason?: string
}

/**
 * Real engines for a whole run: those that REDIS_URL, KAFKA_BROKERS and MONGODB_URI name, else containers where docker can, else
 * started here on free ports, installed first where missing. PUSH_ENGINES=docker or own leaves one way only.
 */
export async function startEngines(): Promise<Engines> {
  const { PUSH_ENGINES = '', REDIS_URL, KAFKA_BROKERS, MONGODB_URI } = process.env
  if (!['', 'docker', 'own'].includes(PUSH_ENGINES)) {
    throw new Error(`Cannot start engines by PUSH_ENGINES "${PUSH_ENGINES}": it is neither docker nor own`)
  }
  const given = { redis: REDIS_URL, kafka: KAFKA_BROKERS, mongodb: MONGODB_URI }
  const folder = mkdtempSync(join(tmpdir(), 'pushtech-engines-'))
  const [redisPort = 0, kafkaPort = 0, mongoPort = 0, s3Port = 0] = await freePorts(4)
  const started: EngineProcess[] = []
  const missing: Record<string, string> = {}
  const inDocker = PUSH_ENGINES === 'own' ? Promise.resolve<Tried>({}) : tryDocker(given)

  async function startOwn<Address>(
    name: string,
    start: () => Promise<Started<Address>>,
  ): Promise<Address | undefined> {
    try {
      const { address, processes } = await start()
      started.push(...processes)
      return address
    } catch (error) {
      missing[name] = messageOf(error)
      return undefined
    }
  }

  async function have(name: EngineName, start: () => Promise<Started<string>>): Promise<string | undefined> {
    if (given[name]) return given[name]
    const { containers, reason } = await inDocker
    if (containers !== undefined) return containers.addresses[name]
    const address = PUSH_ENGINES === 'docker' ? undefined : await startOwn(name, start)
    if (address === undefined) missing[name] = [missing[name], reason].filter(Boolean).join('\n')
    return address
  }

  const [redisUrl, kafkaBrokers, mongodbUri, s3] = await Promise.all([
    have('redis', async () => {
      const { url, process: own } = await startRedis({ folder: join(folder, 'redis'), port: redisPort })
      return { address: url, processes: [own] }
    }),
    have('kafka', async () => {
      const kafka = await startKafka({ folder: join(folder, 'kafka'), port: kafkaPort })
      return { address: kafka.brokers, processes: kafka.processes }
    }),
    have('mongodb', async () => {
      const mongo = await startMongo({ folder: join(folder, 'mongo'), port: mongoPort })
      return { address: mongo.uri, processes: mongo.processes }
    }),
    startOwn('s3', async () => {
      const { process: own, ...address } = await startS3({ folder: join(folder, 's3'), port: s3Port })
      return { address, processes: [own] }
    }),
  ])
  const { containers } = await inDocker
  return {
    redisUrl,
    kafkaBrokers,
    mongodbUri,
    s3,
    missing,
    async stop() {
      await Promise.all([containers?.stop(), ...started.map((one) => one.stop())])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Starts containers for the engines that nobody gave. */
async function tryDocker(given: Readonly<Record<EngineName, string | undefined>>): Promise<Tried> {
  const wanted = (['redis', 'kafka', 'mongodb'] as const).filter((name) => !given[name])
  if (wanted.length === 0) return {}
  try {
    return { containers: await startInDocker(wanted) }
  } catch (error) {
    return { reason: messageOf(error) }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
