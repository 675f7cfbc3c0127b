import type { Admin } from 'kafkajs'
import type { PartitionLag } from '#lib/event-bus/event-bus.ts'

/** Which group, on which topics, and where it begins without commits. */
export interface GroupPlace {
  readonly group: string
  readonly topics: readonly string[]
  readonly from: 'earliest' | 'latest'
  /** False for a viewer: it never committed anything, and nobody need be asked. */
  readonly isCommitting: boolean
}

/** What each partition of a group stands at: committed, or where it would begin; and where it ends. */
export async function readPlaces(
  admin: Admin,
  { group, topics, from, isCommitting }: GroupPlace,
): Promise<PartitionLag[]> {
  const committed = isCommitting ? await admin.fetchOffsets({ groupId: group, topics: [...topics] }) : []
  const places: PartitionLag[] = []
  for (const topic of topics) {
    const ends = await admin.fetchTopicOffsets(topic)
    const own = committed.find((one) => one.topic === topic)?.partitions ?? []
    for (const { partition, high, low } of ends) {
      const end = Number(high)
      const offset = Number(own.find((one) => one.partition === partition)?.offset ?? -1)
      const start = offset >= 0 ? Math.max(offset, Number(low)) : from === 'earliest' ? Number(low) : end
      places.push({ topic, partition, committed: start, end, lag: Math.max(0, end - start) })
    }
  }
  return places
}
