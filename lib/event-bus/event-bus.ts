/** Carries enriched events to every consumer group, in topics of partitions. */

/** One record to publish. */
export interface BusRecord {
  /** Records of one key stay in order: they share a partition. */
  readonly key: string
  readonly value: string
  /** Our time of the record in milliseconds since 1970; `seek()` goes by it. */
  readonly timestamp: number
}

/** The side that publishes. */
export interface BusWriter {
  /**
   * Appends all records to a topic. Once it resolves they survive any single fault; when it rejects, some may have been
   * kept. Records of one key keep the order of the calls.
   *
   * @throws {UnavailableError} when the bus cannot take them now.
   * @throws {RefusedError} when it will never take one of them, which is too large for it.
   */
  publish(topic: string, records: readonly BusRecord[]): Promise<void>
  /** Resolves when a publish would be taken now; rejects with the reason otherwise. */
  check(): Promise<void>
  close(): Promise<void>
}

/** A record as consumers see it. */
export interface ReceivedRecord extends BusRecord {
  readonly topic: string
  readonly partition: number
  /** Place in its partition; grows by at least 1 from record to record. */
  readonly offset: number
}

/** Consecutive records of one partition. */
export interface RecordBatch {
  readonly topic: string
  readonly partition: number
  readonly records: readonly ReceivedRecord[]
}

/** How far a group is behind in one partition. */
export interface PartitionLag {
  readonly topic: string
  readonly partition: number
  /** First offset the group has not committed. */
  readonly committed: number
  /** Offset the next record will have. */
  readonly end: number
  /** Records between the two. */
  readonly lag: number
}

/** Which records a reader wants. */
export interface BusReaderOptions {
  /** Members of one group share the partitions; each record is handled by one of them. */
  readonly group: string
  readonly topics: readonly string[]
  /** Where a group without commits begins. */
  readonly from: 'earliest' | 'latest'
  /** Most records in a batch. */
  readonly batchMax?: number
  /** False for viewers: nothing is committed, each start begins at `from`, or at `begin`. Default true. */
  readonly isCommitting?: boolean
  /** Where a viewer begins in each partition, in the place of `from`. */
  readonly begin?: Beginning | undefined
}

/**
 * A place in each partition: an offset, the last few records, or the first record at or after a time (milliseconds since 1970).
 * What lies outside of a partition stands for its nearer end.
 */
export type Beginning = { readonly offset: number } | { readonly last: number } | { readonly timeMs: number }

/** The side that consumes, as one member of a group. */
export interface BusReader {
  /**
   * Begins to hand batches to `handle`: what has arrived, without lingering. At most one batch of a partition is in hand at
   * a time; it is committed once `handle` resolved, never before. When `handle` rejects, the same records come again after
   * a back-off (100 ms doubling to 5 s), later ones of the partition wait. Resolves when the member has joined.
   */
  run(handle: (batch: RecordBatch) => Promise<void>): Promise<void>
  /** Hands out no further batch until `resume()`; the one in hand is finished. */
  pause(): void
  resume(): void
  /** Moves the whole group to the first record at or after a time (milliseconds since 1970), in every partition. */
  seek(timeMs: number): Promise<void>
  lag(): Promise<PartitionLag[]>
  /** Finishes and commits the batch in hand, then leaves the group. */
  close(): Promise<void>
}

/** A consumer group that committed something on the bus. */
export interface BusGroup {
  readonly group: string
  /** The topics of which it committed offsets, in alphabetical order. */
  readonly topics: readonly string[]
}
