import { describe, inject } from 'vitest'
import { describeEventBus } from '#lib/event-bus/event-bus-contract.ts'
import { groupsOfBus, openBusReader, openBusWriter } from '#lib/event-bus/open.ts'

const brokers = inject('kafkaBrokers')
const url = `kafka://${brokers}`

// The start of the run reports why there is no Kafka; with CI=true the run has then failed already.
describe.skipIf(brokers === undefined)('on a real Kafka', () => {
  describeEventBus('kafka', () =>
    Promise.resolve({
      openWriter: () => openBusWriter(url),
      openReader: (options) => openBusReader(url, options),
      groups: () => groupsOfBus(url),
    }),
  )
})
