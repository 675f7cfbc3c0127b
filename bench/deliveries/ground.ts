import { join } from 'node:path'
import { newId } from '#lib/ids/new-id.ts'
import { freePorts } from '../../tests/builders/free-ports.ts'
import { startKafka } from '../../tests/engines/kafka.ts'
import { readMongoStatus } from '../../tests/engines/mongo-status.ts'
import { startMongo } from '../../tests/engines/mongo.ts'
import type { StoreName } from '../matching/filled-store.ts'

/** Where notifications run: a store and a bus. */
export interface Ground {
  /** The engines, in words. */
  readonly about: string
  readonly isEmbedded: boolean
  /** The store and the bus of one part of the bench. */
  urls(folder: string): { readonly storeUrl: string; readonly busUrl: string }
}

const CACHE_GIB = 1

/** Starts the engines of a store; `ending` stops them. */
export async function startGround(
  store: StoreName,
  folder: string,
  ending: AsyncDisposableStack,
): Promise<Ground> {
  if (store === 'sqlite') {
    const urls = (own: string) => ({
      storeUrl: `sqlite:${join(own, 'store.db')}`,
      busUrl: `sqlite:${join(own, 'bus.db')}`,
    })
    return { about: 'embedded', isEmbedded: true, urls }
  }
  const [mongoPort = 0, kafkaPort = 0] = await freePorts(2)
  const [mongo, kafka] = await Promise.all([
    startMongo({ folder: join(folder, 'mongo'), port: mongoPort, cacheGib: CACHE_GIB }),
    startKafka({ folder: join(folder, 'kafka'), port: kafkaPort }),
  ])
  ending.defer(
    async () =>
      void (await Promise.all([...mongo.processes, ...kafka.processes].map((engine) => engine.stop()))),
  )
  const { version } = await readMongoStatus(mongo.uri)
  return {
    about: `MongoDB ${version} and Kafka, one member each`,
    isEmbedded: false,
    urls: () => ({
      // Each part has a database of its own.
      storeUrl: mongo.uri.replace(/^([a-z+]+:\/\/[^/?]+)\/?[^?]*/u, `$1/bench-${newId()}`),
      busUrl: `kafka://${kafka.brokers}`,
    }),
  }
}
