import type { MatchNotice } from '#lib/events/match-notice.ts'

/** The cursor before the newest candidate: above all ids. */
export const BEFORE_NEWEST = '\u{10ffff}'

/** A subject that has more candidates than were handled at once, or more that fit than it may have matches. */
export interface QueuedSeeker {
  readonly subject: string
  /** The next candidates have ids below this one. */
  readonly cursor: string
  /** Why the subject looks for candidates; the matches that begin name it. */
  readonly cause: MatchNotice['cause']
}

/** A subject that was leased. */
export interface LeasedSeeker extends QueuedSeeker {
  /** The name of the lease. */
  readonly lease: string
}

/**
 * Subjects with further candidates; owned by apps/matching. They are stored before the batch that found them is committed, so none is
 * forgotten.
 */
export interface CandidateQueue {
  /**
   * Queues subjects. One that is in the queue already goes on as before; when it has no further candidates, it begins again from the
   * cursor that is given here. One that is parked stays parked.
   */
  add(seekers: readonly QueuedSeeker[]): Promise<void>
  /**
   * Leases up to `max` subjects, those first that wait longest, for `leaseMs` from `nowMs`. After that, others may lease them. A subject
   * that is leased is not parked any more.
   */
  lease(max: number, leaseMs: number, nowMs: number): Promise<LeasedSeeker[]>
  /**
   * Says how a leased subject goes on: from a cursor, or undefined when it has no further candidates. Then it leaves the queue, or
   * begins again if it was added meanwhile. One that is parked stays parked. Nothing changes when the lease was ended by another one: who
   * comes late moves no walk that somebody else began.
   */
  advance(
    leased: Pick<LeasedSeeker, 'subject' | 'lease'>,
    cursor: string | undefined,
    nowMs: number,
  ): Promise<void>
  /**
   * Parks a subject of the queue that has as many matches as it may have: nobody leases it before a time, unless it is woken. Then it
   * begins from its newest candidate. `beyond` says how many further candidates fit.
   */
  park(subject: string, parking: { readonly beyond: number; readonly untilMs: number }): Promise<void>
  /** Lets those of the subjects that are parked be leased from `nowMs` on. Others go on as before. */
  wake(subjects: readonly string[], nowMs: number): Promise<void>
  /** How many further candidates fitted when the subject was last parked; undefined for one that was not, or is not in the queue. */
  beyond(subject: string): Promise<number | undefined>
}
