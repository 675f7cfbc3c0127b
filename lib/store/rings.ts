/** A ring of somebody's device that another person causes. */
export interface CausedRing {
  /** Who causes it. */
  readonly person: string
  /** The id of the delivery. */
  readonly delivery: string
  /** When it was caused, in milliseconds since 1970. */
  readonly atMs: number
}

/** How many rings a person may cause in a time that goes on with the clock. */
export interface RingLimit {
  readonly max: number
  readonly windowMs: number
}

/** Which rings people caused lately; owned by apps/notifications. All calls name the same window: older rings are forgotten. */
export interface RingStore {
  /**
   * Counts a ring, unless its person caused `max` others within the window before it or after it: false then. One whose
   * delivery is counted already is not counted again, and may ring. However many ask at once, and in whatever order, no more
   * than `max` are counted in a window.
   */
  take(ring: CausedRing, limit: RingLimit): Promise<boolean>
  /** Forgets what a person caused. */
  removeOf(person: string): Promise<void>
}
