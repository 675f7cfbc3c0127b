import type { MatchNotice } from '#lib/events/match-notice.ts'

/** A subject that has more candidates than were handled at once. */
export interface QueuedSeeker {
  readonly subject: string
  /** The next candidates have ids below this one. */
  readonly cursor: string
  /** Why the subject looks for candidates; the matches that begin name it. */
  readonly cause: MatchNotice['cause']
}

/**
 * Subjects with further candidates; owned by apps/matching. They are stored before the batch that found them is committed, so none is
 * forgotten.
 */
export interface CandidateQueue {
  /**
   * Queues subjects. One that is in the queue already goes on as before; when it has no further candidates, it begins again from the
   * cursor that is given here.
   */
  add(seekers: readonly QueuedSeeker[]): Promise<void>
  /** Leases up to `max` subjects, those first that wait longest, for `leaseMs` from `nowMs`. After that, others may lease them. */
  lease(max: number, leaseMs: number, nowMs: number): Promise<QueuedSeeker[]>
  /**
   * Says how a leased subject goes on: from a cursor, or undefined when it has no further candidates. Then it leaves the queue, or
   * begins again if it was added meanwhile.
   */
  advance(subject: string, cursor: string | undefined, nowMs: number): Promise<void>
}
