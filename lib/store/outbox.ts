/**
 * Events that were written together with a change and are not sent yet. A crash between the change and the sending loses
 * nothing: the next sweep of any process sends them, with the same id.
 */
export interface Outbox<Event> {
  /**
   * Leases up to `max` unsent events, oldest first, for `leaseMs` from `nowMs`. After that time, other callers may lease them
   * again.
   */
  leaseUnsent(max: number, leaseMs: number, nowMs: number): Promise<Event[]>
  /** Removes sent events; unknown ids are ignored. */
  markSent(ids: readonly string[]): Promise<void>
}
