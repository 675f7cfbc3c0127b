import { openBusReader } from '#lib/event-bus/open.ts'
import { EVENTS, NOTICES } from '#lib/event-bus/topics.ts'
import { openStreamReader } from '#lib/stream-log/open.ts'
import type { StreamBooks, StreamLag } from '#lib/stream-log/stream-log.ts'

/** A stream, how far its workers are behind, and its books. */
export interface StreamState extends StreamLag {
  readonly stream: number
  readonly books: StreamBooks
  /** What was added and is in no other column; 0 unless events were lost or counted twice. */
  readonly imbalance: number
}

/** How far a consumer group of the bus is behind. */
export interface GroupState {
  readonly group: string
  readonly topic: string
  readonly committed: number
  readonly end: number
  readonly lag: number
}

const STREAM_GROUP = 'enrich'
const BUS_GROUPS = [
  { group: 'matching', topic: EVENTS.name },
  { group: 'notifications', topic: NOTICES.name },
  { group: 'statistics', topic: EVENTS.name },
  { group: 'actions', topic: EVENTS.name },
] as const

/** The state of a stream; its number is for people, since its URL may hold a password. */
export async function readStream(url: string, stream: number): Promise<StreamState> {
  const reader = await openStreamReader(url, { group: STREAM_GROUP, consumer: `lag-${process.pid}` })
  try {
    const books = await reader.books()
    const { added, published, duplicate, dead, pending, unread } = books
    const imbalance = added - published - duplicate - dead - pending - unread
    return { stream, ...(await reader.lag()), books, imbalance }
  } finally {
    await reader.close()
  }
}

/** The state of every consumer group on the bus. */
export async function readGroups(busUrl: string): Promise<GroupState[]> {
  const states: GroupState[] = []
  for (const { group, topic } of BUS_GROUPS) {
    const reader = await openBusReader(busUrl, { group, topics: [topic], from: 'earliest' })
    try {
      const partitions = await reader.lag()
      const sum = (column: 'committed' | 'end' | 'lag') =>
        partitions.reduce((total, partition) => total + partition[column], 0)
      states.push({ group, topic, committed: sum('committed'), end: sum('end'), lag: sum('lag') })
    } finally {
      await reader.close()
    }
  }
  return states
}
