import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '../builders/free-ports.ts'
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

/** How many of each. */
export interface EngineOptions {
  readonly brokers?: number
  readonly members?: number
}

/**
 * Real engines for a whole run: those that REDIS_URL, KAFKA_BROKERS and MONGODB_URI name, else started here on free ports,
 * all at once, installed first where missing.
 */
export async function startEngines({ brokers = 1, members = 1 }: EngineOptions = {}): Promise<Engines> {
  const folder = mkdtempSync(join(tmpdir(), 'pushtech-engines-'))
  const [redisPort = 0, kafkaPort = 0, mongoPort = 0, s3Port = 0] = await freePorts(4)
  const started: EngineProcess[] = []
  const missing: Record<string, string> = {}

  async function have(
    name: string,
    given: string | undefined,
    start: () => Promise<{ address: string; processes: readonly EngineProcess[] }>,
  ) {
    if (given !== undefined && given !== '') return given
    try {
      const { address, processes } = await start()
      started.push(...processes)
      return address
    } catch (error) {
      missing[name] = error instanceof Error ? error.message : String(error)
      return undefined
    }
  }

  const { REDIS_URL, KAFKA_BROKERS, MONGODB_URI } = process.env
  let s3: S3Engine | undefined
  const [redisUrl, kafkaBrokers, mongodbUri] = await Promise.all([
    have('redis', REDIS_URL, async () => {
      const { url, process: own } = await startRedis({ folder: join(folder, 'redis'), port: redisPort })
      return { address: url, processes: [own] }
    }),
    have('kafka', KAFKA_BROKERS, async () => {
      const kafka = await startKafka({ folder: join(folder, 'kafka'), port: kafkaPort, brokers })
      return { address: kafka.brokers, processes: kafka.processes }
    }),
    have('mongodb', MONGODB_URI, async () => {
      const mongo = await startMongo({ folder: join(folder, 'mongo'), port: mongoPort, members })
      return { address: mongo.uri, processes: mongo.processes }
    }),
    have('s3', undefined, async () => {
      s3 = await startS3({ folder: join(folder, 's3'), port: s3Port })
      return { address: s3.url, processes: [s3.process] }
    }),
  ])
  return {
    redisUrl,
    kafkaBrokers,
    mongodbUri,
    s3,
    missing,
    async stop() {
      await Promise.all(started.map((one) => one.stop()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
