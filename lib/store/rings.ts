/** What is counted: rings by the other people who caused them, or mails by the people who get them. */
export type RingTable = 'caused_rings' | 'mail_rings'

/** A ring, and who is limited: the person who caused it, or a key for the person who gets it, or for two people while one is rung. */
export interface CausedRing {
  /** The person who caused it; for a mail, the person who gets it. */
  readonly person: string
  /** The id of the delivery. */
  readonly delivery: string
  /** In milliseconds since 1970. */
  readonly atMs: number
  /** Limit of this person, in place of that of the call; all rings of a person in one call have the same. */
  readonly max?: number | undefined
}

/** Limit of rings that a person may cause within a sliding window. */
export interface RingLimit {
  readonly max: number
  readonly windowMs: number
}

/** Recent rings by the people who caused them; owned by apps/notifications. All calls for a person use the same window; older rings are deleted. */
export interface RingStore {
  /**
   * Counts rings in their order, and returns the deliveries that may ring. A ring is not counted, and may not ring, when its person
   * caused `max` others within the window before it or after it. A ring whose delivery is already counted is not counted again, and
   * may ring. With any number and order of concurrent calls, at most `max` rings are counted in a window.
   */
  take(rings: readonly CausedRing[], limit: RingLimit): Promise<ReadonlySet<string>>
  /** Takes rings back: they count no more. */
  giveBack(rings: readonly Pick<CausedRing, 'person' | 'delivery'>[]): Promise<void>
  /** Deletes the rings that a person caused. */
  removeOf(person: string): Promise<void>
}
