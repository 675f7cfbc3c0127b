/** Where the edge leaves events, each an opaque text, until a worker has passed them on. */

/** The side of the edge. */
export interface StreamWriter {
  /**
   * Keeps all values, in this order. Once it resolves they survive kill -9 of every process; when it rejects, none, some
   * or all were kept.
   *
   * @throws {UnavailableError} when the log cannot take them now (engine down, disk full).
   */
  append(values: readonly string[]): Promise<void>
  /** Resolves when an append would be taken now; rejects with the reason otherwise. */
  check(): Promise<void>
  /** How full the log is; undefined where nothing but the disk limits it. */
  fill(): Promise<StreamFill | undefined>
  close(): Promise<void>
}

/** How full a log is. */
export interface StreamFill {
  /** About how many bytes entries take that some group is not done with. */
  readonly unackedBytes: number
  /** What the engine may hold at most. */
  readonly bytesMax: number
}

/** One value as handed to a worker. */
export interface StreamEntry {
  /** Names this entry for `ack()`; opaque. */
  readonly token: string
  readonly value: string
  /** How often it was handed out, this time included: 1 at first. */
  readonly deliveries: number
  /** When it was appended, in milliseconds since 1970, by the log's clock. */
  readonly appendedAt: number
}

/** What became of an entry: the columns of the books. */
export const ENTRY_OUTCOMES = ['published', 'duplicate', 'dead'] as const
export type EntryOutcome = (typeof ENTRY_OUTCOMES)[number]

/** An entry that is done with. */
export interface Acknowledgement {
  readonly token: string
  readonly outcome: EntryOutcome
}

/** A key that is to be seen once, and the entry that brings it. */
export interface Claim {
  readonly key: string
  readonly token: string
}

/** How far the workers are behind. */
export interface StreamLag {
  /** Entries not handed out yet. */
  readonly unread: number
  /** Entries handed out and not acked yet. */
  readonly pending: number
  /** Age of the oldest entry not acked yet, in milliseconds; 0 when there is none. */
  readonly oldestUnackedMs: number
}

/** Whole-life counts of a log and a group: added = published + duplicate + dead + pending + unread. */
export interface StreamBooks extends Readonly<Record<EntryOutcome, number>> {
  readonly added: number
  readonly pending: number
  readonly unread: number
}

/** The side of the workers: any number of readers of one group compete for entries. */
export interface StreamReader {
  /**
   * Up to `max` entries nobody of the group was given yet, oldest first; waits up to `waitMs` for the first one. They stay
   * pending for this reader until acked; order between readers is not promised.
   */
  take(max: number, waitMs: number): Promise<StreamEntry[]>
  /** Marks entries done and counts their outcomes, both or neither. Unknown and acked tokens are passed over uncounted. */
  ack(done: readonly Acknowledgement[]): Promise<void>
  /**
   * Up to `max` pending entries that were handed out at least `idleMs` ago, now handed to this reader; their delivery
   * count grows by one. Entries whose reader is known to be dead may come sooner.
   */
  reclaim(idleMs: number, max: number): Promise<StreamEntry[]>
  /**
   * For each claim, true when no other entry has claimed its key within `ttlMs`: the first to come wins, and stays the
   * winner when it asks again (a redelivery is no duplicate). Two equal keys in one call: the first wins.
   */
  claimNew(claims: readonly Claim[], ttlMs: number): Promise<boolean[]>
  lag(): Promise<StreamLag>
  books(): Promise<StreamBooks>
  /** Removes entries older than `retentionMs` that every group has acked; gives how many went. Unacked entries never go. */
  trim(retentionMs: number): Promise<number>
  /** Gives up waiting takes; entries taken and not acked stay pending. */
  close(): Promise<void>
}
