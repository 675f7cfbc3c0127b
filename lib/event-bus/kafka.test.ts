import { describeEventBus } from '#lib/event-bus/event-bus-contract.ts'
import { openBusReader, openBusWriter } from '#lib/event-bus/open.ts'

const url = `kafka://${process.env['KAFKA_BROKERS']}`

describeEventBus('kafka', () =>
  Promise.resolve({
    openWriter: () => openBusWriter(url),
    openReader: (options) => openBusReader(url, options),
  }),
)
