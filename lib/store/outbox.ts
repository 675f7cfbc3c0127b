/**
 * What was written together with a change and others have not been told yet. A crash between the change and the telling
 * loses nothing: whoever sweeps next tells it, under the same id.
 */
export interface Outbox<Event> {
  /**
   * Up to `max` untold events, oldest first, that nobody else holds; they are held for `leaseMs` from `nowMs`, then handed
   * out again.
   */
  leaseUnsent(max: number, leaseMs: number, nowMs: number): Promise<Event[]>
  /** Forgets events that were told; unknown ids are passed over. */
  markSent(ids: readonly string[]): Promise<void>
}
