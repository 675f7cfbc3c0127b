/** The event bus: it carries enriched events to every consumer group, in topics with partitions. */

/** One record to publish. */
export interface BusRecord {
  /** Partition key: records of one key share a partition, so they stay in order. */
  readonly key: string
  readonly value: string
  /** The time that we give the record, in milliseconds since 1970; `seek()` uses it. */
  readonly timestamp: number
}

/** The publishing side. */
export interface BusWriter {
  /**
   * Appends all records to a topic. Once it resolves, the records survive any single fault. When it rejects, some of them may
   * have been stored. Records of one key keep the order of the calls.
   *
   * @throws {UnavailableError} when the bus cannot accept them now.
   * @throws {RefusedError} when the bus will never accept one of them, because it is too large.
   */
  publish(topic: string, records: readonly BusRecord[]): Promise<void>
  /** Resolves when the bus would accept a publish now; otherwise rejects with the reason. */
  check(): Promise<void>
  close(): Promise<void>
}

/** A record as consumers see it. */
export interface ReceivedRecord extends BusRecord {
  readonly topic: string
  readonly partition: number
  /** Position in the partition; it grows by at least 1 from record to record. */
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
  /** Number of records between the two. */
  readonly lag: number
}

/** Which records a reader wants. */
export interface BusReaderOptions {
  /** Members of one group share the partitions; each record is handled by one of them. */
  readonly group: string
  readonly topics: readonly string[]
  /** Where a group without commits begins. */
  readonly from: 'earliest' | 'latest'
  /** The maximum number of records in a batch. */
  readonly batchMax?: number
  /** False for viewers: they commit nothing, and each start begins at `from`, or at `begin`. Default: true. */
  readonly isCommitting?: boolean
  /** Where a viewer begins in each partition, instead of `from`. */
  readonly begin?: Beginning | undefined
}

/**
 * A position in each partition: an offset, the last few records, or the first record at or after a time (milliseconds since 1970).
 * A position outside the partition means the nearer end.
 */
export type Beginning = { readonly offset: number } | { readonly last: number } | { readonly timeMs: number }

/** The consuming side: one member of a group. */
export interface BusReader {
  /**
   * Hands batches to `handle` as soon as records arrive, without lingering. At most one batch of a partition is in progress at a
   * time. It is committed only after `handle` resolves. When `handle` rejects, the same records come again after a back-off
   * (100 ms doubling to 5 s), and later records of the partition wait. Resolves when the member has joined.
   */
  run(handle: (batch: RecordBatch) => Promise<void>): Promise<void>
  /** Hands out no further batch until `resume()`; the batch in progress is finished. */
  pause(): void
  resume(): void
  /** Moves the whole group to the first record at or after a time (milliseconds since 1970), in every partition. */
  seek(timeMs: number): Promise<void>
  lag(): Promise<PartitionLag[]>
  /** Finishes and commits the batch in progress, then leaves the group. */
  close(): Promise<void>
}

/** A consumer group that has committed offsets on the bus. */
export interface BusGroup {
  readonly group: string
  /** The topics with committed offsets, in alphabetical order. */
  readonly topics: readonly string[]
}
