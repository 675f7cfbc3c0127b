import { describe, inject } from 'vitest'
import { newId } from '#lib/ids/new-id.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { startStations } from '../builders/start-stations.ts'
import { describeLeaving } from './leaving.ts'
import { describePingToPush } from './ping-to-push.ts'

const [redisUrl, brokers, mongodbUri] = [inject('redisUrl'), inject('kafkaBrokers'), inject('mongodbUri')]
const isMissing = redisUrl === undefined || brokers === undefined || mongodbUri === undefined

// The start of the run says why an engine is missing. With CI=true the run has already failed then.
describe.skipIf(isMissing)('real engines', () => {
  for (const describeFlow of [describePingToPush, describeLeaving]) {
    describeFlow('Redis, Kafka and MongoDB, every station a process', (environment) =>
      startStations({
        folder: temporaryFolder(),
        environment: {
          STREAM_URLS: `${redisUrl}?stream=${newId()}`,
          BUS_URL: `kafka://${brokers}`,
          STORE_URL: (mongodbUri ?? '').replace('/push?', `/flow_${Date.now()}?`),
          ...environment,
        },
      }),
    )
  }
})
