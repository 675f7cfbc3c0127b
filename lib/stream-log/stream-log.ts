/** The stream log: the edge stores events in it, each as an opaque text, until a worker has published them. */

/** The side for the edge. */
export interface StreamWriter {
  /**
   * Stores all values, in this order. Once it resolves, they survive kill -9 of every process. When it rejects, none, some or
   * all of them were stored.
   *
   * @throws {UnavailableError} when the log cannot accept them now (engine down, disk full).
   */
  append(values: readonly string[]): Promise<void>
  /** Resolves when an append would be accepted now; otherwise rejects with the reason. */
  check(): Promise<void>
  /** How full the log is; undefined when only the disk limits it. */
  fillLevel(): Promise<FillLevel | undefined>
  close(): Promise<void>
}

/** How full a log is. */
export interface FillLevel {
  /** Approximate size of the entries that at least one group has not finished. */
  readonly unackedBytes: number
  /** The maximum that the engine may hold. */
  readonly bytesMax: number
}

/** One value as handed to a worker. */
export interface StreamEntry {
  /** The opaque name of this entry, for `ack()`. */
  readonly token: string
  readonly value: string
  /** How often it was handed out, including this time: 1 at first. */
  readonly deliveries: number
  /** When it was appended, in milliseconds since 1970, by the clock of the log. */
  readonly appendedAt: number
}

/** The result of an entry: these are the columns of the books. */
export const ENTRY_OUTCOMES = ['published', 'duplicate', 'dead'] as const
export type EntryOutcome = (typeof ENTRY_OUTCOMES)[number]

/** A finished entry. */
export interface Acknowledgement {
  readonly token: string
  readonly outcome: EntryOutcome
}

/** A key that should be handled only once, and the entry that brings it. */
export interface Claim {
  readonly key: string
  readonly token: string
}

/** The lag of the workers. */
export interface StreamLag {
  /** Entries not handed out yet. */
  readonly unread: number
  /** Entries handed out and not acked yet. */
  readonly pending: number
  /** Age of the oldest entry not acked yet, in milliseconds; 0 when there is none. */
  readonly oldestUnackedMs: number
}

/** Counts over the whole life of a log and a group: added = published + duplicate + dead + pending + unread. */
export interface StreamBooks extends Readonly<Record<EntryOutcome, number>> {
  readonly added: number
  readonly pending: number
  readonly unread: number
}

/** The side for the workers: any number of readers of one group compete for entries. */
export interface StreamReader {
  /**
   * Up to `max` entries that no reader of the group has been given yet, oldest first; waits up to `waitMs` for the first one.
   * They stay pending for this reader until acked. There is no promise about the order between readers.
   */
  take(max: number, waitMs: number): Promise<StreamEntry[]>
  /** Marks entries as done and counts their outcomes, both or neither. Unknown and already acked tokens are ignored. */
  ack(done: readonly Acknowledgement[]): Promise<void>
  /**
   * Up to `max` pending entries that were handed out at least `idleMs` ago, now handed to this reader; their delivery
   * count grows by one. Entries whose reader is known to be dead may come sooner.
   */
  reclaim(idleMs: number, max: number): Promise<StreamEntry[]>
  /**
   * For each claim, true when no other entry has claimed its key within `ttlMs`. The first claim wins, and wins again when it
   * asks again, because a redelivery is not a duplicate. Of two equal keys in one call, the first wins.
   */
  claimNew(claims: readonly Claim[], ttlMs: number): Promise<boolean[]>
  lag(): Promise<StreamLag>
  books(): Promise<StreamBooks>
  /** Removes entries older than `retentionMs` that every group has acked; returns their number. Unacked entries always stay. */
  trim(retentionMs: number): Promise<number>
  /** Ends waiting takes. Entries that were taken but not acked stay pending. */
  close(): Promise<void>
}
