import type { Admin } from 'kafkajs'
import type { Beginning, PartitionLag } from '#lib/event-bus/event-bus.ts'
import { offsetOfBeginning } from '#lib/event-bus/offset-of-beginning.ts'

/** A group, its topics, and where it begins without commits. */
export interface GroupPlace {
  readonly group: string
  readonly topics: readonly string[]
  readonly from: 'earliest' | 'latest'
  /** False for a viewer: it has no commits to read. */
  readonly isCommitting: boolean
  /** Where a viewer begins, instead of `from`. */
  readonly begin?: Beginning | undefined
}

/** The position of a group in each partition (committed, or where it would begin), and the end of the partition. */
export async function readPlaces(
  admin: Admin,
  { group, topics, from, isCommitting, begin }: GroupPlace,
): Promise<PartitionLag[]> {
  const committed = isCommitting ? await admin.fetchOffsets({ groupId: group, topics: [...topics] }) : []
  const places: PartitionLag[] = []
  for (const topic of topics) {
    const ends = await admin.fetchTopicOffsets(topic)
    const atTime =
      begin !== undefined && 'timeMs' in begin ? await offsetsAt(admin, topic, begin.timeMs) : undefined
    const own = committed.find((one) => one.topic === topic)?.partitions ?? []
    for (const { partition, high, low } of ends) {
      const end = Number(high)
      const offset = Number(own.find((one) => one.partition === partition)?.offset ?? -1)
      const first = Number(low)
      const start =
        begin !== undefined
          ? offsetOfBeginning(begin, { first, end, offsetAt: () => atTime?.get(partition) ?? end })
          : offset >= 0
            ? Math.max(offset, first)
            : from === 'earliest'
              ? first
              : end
      places.push({ topic, partition, committed: start, end, lag: Math.max(0, end - start) })
    }
  }
  return places
}

async function offsetsAt(admin: Admin, topic: string, timeMs: number): Promise<ReadonlyMap<number, number>> {
  const offsets = await admin.fetchTopicOffsetsByTimestamp(topic, timeMs)
  return new Map(offsets.map(({ partition, offset }) => [partition, Number(offset)]))
}
