import type { PartitionLag } from '#lib/event-bus/event-bus.ts'
import type { Partition } from '#lib/event-bus/sqlite/open-topics.ts'

/** Where a reader stands in a partition. */
export interface Place extends Partition {
  /** First offset not done yet. */
  readonly offset: number
  /** Changes with every seek. */
  readonly turn: number
}

/** Where a reader stands, and which partitions are its own: one kind for groups, one for viewers. */
export interface Places {
  readonly join: () => Promise<void>
  /** Renews what is held, gives up what belongs to others unless it is in hand, and takes what is due and free. */
  readonly keep: (slotsInHand: ReadonlySet<number>) => Promise<void>
  /** The reader's own partitions that have records it has not done. */
  readonly withRecords: () => Place[]
  /** Moves on to `offset`, unless the partition was sought or lost since. */
  readonly commit: (place: Place, offset: number) => Promise<void>
  readonly seek: (timeMs: number) => Promise<void>
  readonly lag: () => PartitionLag[]
  readonly leave: () => Promise<void>
}

/** Where a partition begins and ends, and where a reader stands in it. */
export interface Extent extends Partition {
  readonly first: number
  readonly end: number
  /** Null where the reader does not stand anywhere yet. */
  readonly offset: number | null
}

/** How far behind a reader is; without a place it stands where it would begin. */
export function lagOf(
  { topic, partition, first, end, offset }: Extent,
  from: 'earliest' | 'latest',
): PartitionLag {
  const committed = offset ?? (from === 'earliest' ? first : end)
  return { topic, partition, committed, end, lag: end - Math.max(committed, first) }
}
