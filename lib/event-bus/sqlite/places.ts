import type { PartitionLag } from '#lib/event-bus/event-bus.ts'
import type { Partition } from '#lib/event-bus/sqlite/open-topics.ts'

/** The position of a reader in a partition. */
export interface Place extends Partition {
  /** First offset that is not done yet. */
  readonly offset: number
  /** Grows with every seek. */
  readonly turn: number
}

/** The positions of a reader, and its partitions. One implementation is for groups, one for viewers. */
export interface Places {
  readonly join: () => Promise<void>
  /** Renews leases, releases those that belong to others unless they are in use, and takes free ones of this member's share. */
  readonly keep: (slotsInHand: ReadonlySet<number>) => Promise<void>
  /** The reader's own partitions that have records left to handle. */
  readonly withRecords: () => Place[]
  /** Moves the position to `offset`, unless a seek happened or the partition was lost in the meantime. */
  readonly commit: (place: Place, offset: number) => Promise<void>
  readonly seek: (timeMs: number) => Promise<void>
  readonly lag: () => PartitionLag[]
  readonly leave: () => Promise<void>
}

/** The first and the end offset of a partition, and the position of a reader in it. */
export interface Extent extends Partition {
  readonly first: number
  readonly end: number
  /** Null when the reader has no position yet. */
  readonly offset: number | null
}

/** The lag of a reader. A reader without a position counts from where it would begin. */
export function lagOf(
  { topic, partition, first, end, offset }: Extent,
  from: 'earliest' | 'latest',
): PartitionLag {
  const committed = offset ?? (from === 'earliest' ? first : end)
  return { topic, partition, committed, end, lag: end - Math.max(committed, first) }
}
