import { groupsOfBus, openBusReader } from '#lib/event-bus/open.ts'
import { TOPICS } from '#lib/event-bus/topics.ts'
import { openStreamReader, WORKERS_GROUP } from '#lib/stream-log/open.ts'
import type { StreamBooks, StreamLag } from '#lib/stream-log/stream-log.ts'

/** A stream, the lag of its workers, and its books: counts of what happened to its entries. */
export interface StreamState extends StreamLag {
  readonly stream: number
  readonly books: StreamBooks
  /** Entries that were added but are in no other count. It is 0 unless events were lost or counted twice. */
  readonly imbalance: number
}

/** The lag of a consumer group on one topic. */
export interface GroupState {
  readonly group: string
  readonly topic: string
  readonly committed: number
  readonly end: number
  readonly lag: number
}

/** Reads the state of a stream. Output shows its number, because its URL may hold a password. */
export async function readStream(url: string, stream: number): Promise<StreamState> {
  const reader = await openStreamReader(url, { group: WORKERS_GROUP, consumer: `lag-${process.pid}` })
  try {
    const books = await reader.books()
    const { added, published, duplicate, dead, pending, unread } = books
    const imbalance = added - published - duplicate - dead - pending - unread
    return { stream, ...(await reader.lag()), books, imbalance }
  } finally {
    await reader.close()
  }
}

/** Reads the state of every consumer group that the bus knows, one entry for each topic. */
export async function readGroups(busUrl: string): Promise<GroupState[]> {
  const states: GroupState[] = []
  for (const { group, topics: all } of await groupsOfBus(busUrl)) {
    const topics = all.filter((topic) => TOPICS.some(({ name }) => name === topic))
    if (topics.length === 0) continue
    const reader = await openBusReader(busUrl, { group, topics, from: 'earliest' })
    try {
      const partitions = await reader.lag()
      for (const topic of topics) {
        const own = partitions.filter((partition) => partition.topic === topic)
        const sum = (column: 'committed' | 'end' | 'lag') =>
          own.reduce((total, partition) => total + partition[column], 0)
        states.push({ group, topic, committed: sum('committed'), end: sum('end'), lag: sum('lag') })
      }
    } finally {
      await reader.close()
    }
  }
  return states
}
