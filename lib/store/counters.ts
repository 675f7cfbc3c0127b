/** The count of one key in one minute. */
export interface Count {
  /** Start of the minute, in milliseconds since 1970. */
  readonly minute: number
  readonly key: string
  readonly count: number
}

/** The counts of a range of offsets of one partition. */
export interface CountedBatch {
  readonly counter: string
  readonly topic: string
  readonly partition: number
  /** Offset of the first counted record, and the offset after the last one. */
  readonly firstOffset: number
  readonly nextOffset: number
  readonly counts: readonly Count[]
}

/** Counts by minute; owned by workers/statistics. */
export interface CounterStore {
  /** The offset after the last counted record of a partition; 0 at first. */
  countedTo(counter: string, topic: string, partition: number): Promise<number>
  /**
   * Adds counts and moves the offset in one write. If `firstOffset` is not the current offset of the counter, it writes nothing
   * and returns false; after a gap in the log, `firstOffset` is still the offset before the gap.
   */
  add(batch: CountedBatch): Promise<boolean>
  /** Minutes since a time, oldest first. */
  series(counter: string, sinceMs: number): Promise<Count[]>
}
