import type { ConsumerFacts } from '#lib/event-bus/define-consumer.ts'
import type { BusReader } from '#lib/event-bus/event-bus.ts'
import { openBusReader } from '#lib/event-bus/open.ts'
import { openStreamReader, WORKERS_GROUP } from '#lib/stream-log/open.ts'
import { matchingConsumer } from '../../apps/matching/consumer.ts'
import { noticesConsumer } from '../../apps/notifications/consumer.ts'

/** The number of events that wait before each station. */
export interface Lag {
  readonly enrich: number
  readonly matching: number
  readonly notifications: number
}

/** Reads what waits on the way from the tracker to the provider. */
export interface LagReader {
  read(): Promise<Lag>
  close(): Promise<void>
}

/** Opens a reader of lags. It takes and commits nothing. */
export async function openLagReader(streamUrl: string, busUrl: string): Promise<LagReader> {
  const stream = await openStreamReader(streamUrl, { group: WORKERS_GROUP, consumer: 'bench' })
  const [matching, notifications] = await Promise.all([
    openLag(matchingConsumer, busUrl),
    openLag(noticesConsumer, busUrl),
  ])
  return {
    async read() {
      const { pending, unread } = await stream.books()
      return {
        enrich: pending + unread,
        matching: await lagOf(matching),
        notifications: await lagOf(notifications),
      }
    },
    close: async () =>
      void (await Promise.all([stream, matching, notifications].map((each) => each.close()))),
  }
}

/** True if nothing waits. */
export function isDone({ enrich, matching, notifications }: Lag): boolean {
  return enrich + matching + notifications === 0
}

function openLag({ group, topic, from }: ConsumerFacts, busUrl: string): Promise<BusReader> {
  return openBusReader(busUrl, { group, topics: [topic.name], from })
}

async function lagOf(reader: BusReader): Promise<number> {
  return (await reader.lag()).reduce((sum, { lag }) => sum + lag, 0)
}
