import type { Consumer } from '#lib/event-bus/define-consumer.ts'
import type { BusReader } from '#lib/event-bus/event-bus.ts'
import { followBus, type Following } from '#lib/event-bus/follow-bus.ts'
import { openBusReader } from '#lib/event-bus/open.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** A consumer that runs. */
export interface OpenConsumer extends Following {
  readonly group: string
  readonly lag: BusReader['lag']
  /** Finishes and commits the batch in progress, then leaves the group. */
  close(): Promise<void>
}

/** How a consumer is opened. */
export interface OpenConsumerOptions<Ports> {
  readonly busUrl: string
  readonly ports: Ports
  readonly log: Logger
}

/** Opens a consumer and lets it run. It waits in the background for a bus that is unavailable, see `followBus()`. */
export async function openConsumer<Ports>(
  consumer: Consumer<Ports>,
  { busUrl, ports, log }: OpenConsumerOptions<Ports>,
): Promise<OpenConsumer> {
  const { group, topic, from, handle } = consumer
  const reader = await openBusReader(busUrl, { group, topics: [topic.name], from }, log)
  const following = await followBus(reader, handle(ports), log)
  return { group, check: () => following.check(), lag: () => reader.lag(), close: () => reader.close() }
}
