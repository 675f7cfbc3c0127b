import type { BusRecord } from '#lib/event-bus/event-bus.ts'
import { openBusReader } from '#lib/event-bus/open.ts'
import { newId } from '#lib/ids/new-id.ts'

/** A topic that is being followed. */
export interface FollowedTopic {
  /** The records seen so far; grows. */
  readonly seen: readonly BusRecord[]
  close(): Promise<void>
}

/** Follows a topic from its first record, in its own group. */
export async function followTopic(url: string, topic: string): Promise<FollowedTopic> {
  const reader = await openBusReader(url, { group: newId(), topics: [topic], from: 'earliest' })
  const seen: BusRecord[] = []
  await reader.run(({ records }) => {
    seen.push(...records.map(({ key, value, timestamp }) => ({ key, value, timestamp })))
    return Promise.resolve()
  })
  return { seen, close: () => reader.close() }
}
