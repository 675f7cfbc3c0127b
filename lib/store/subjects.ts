import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import type { Point } from '#lib/geo/point.ts'
import type { Outbox } from '#lib/store/outbox.ts'
import type { SubjectKind } from '#lib/subjects/choices.ts'
import type { Subject } from '#lib/subjects/subject.ts'

/** Filter of a list of subjects; every given field must match. */
export interface SubjectQuery {
  readonly kind?: SubjectKind | undefined
  /** Subjects that have at least one of these keys, see `keysOf()`. */
  readonly keywords?: readonly string[] | undefined
  /** Subjects whose point lies within the radius. Subjects without a point do not match. */
  readonly near?: { readonly centre: Point; readonly radiusMeters: number } | undefined
  readonly owner?: string | undefined
  readonly notOwner?: string | undefined
  /** Active or not, independent of the validity window. */
  readonly active?: boolean | undefined
  /** Active and inside the validity window at this time. */
  readonly liveAt?: number | undefined
  /** Only ids below this one: the `next` of the previous page. */
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Subjects by id, newest first; `next` is there when more follow. */
export interface SubjectPage {
  readonly items: readonly Subject[]
  readonly next?: string | undefined
}

/** Limit of active subjects of one owner, see `countsAsActive()`. */
export interface ActiveLimit {
  readonly max: number
  readonly nowMs: number
}

/** Searches and offers as apps/storage, their owner, needs them. */
export interface SubjectStore extends Outbox<OutgoingEvent> {
  /**
   * Keeps a new subject and its events in one write. Nothing is written when the id is taken, or when it would be one
   * active subject of its owner more than the limit allows: however many writers ask at once, in however many processes.
   */
  create(
    subject: Subject,
    unsent: readonly OutgoingEvent[],
    limit?: ActiveLimit,
  ): Promise<'created' | 'taken' | 'full'>
  find(id: string): Promise<Subject | undefined>
  /**
   * Replaces a subject whose stored version is `expectedVersion`, and keeps its events, in one write; stale when it has
   * another version or is gone. The limit holds as for `create()`; a subject that counted already may be edited. Where the stored one follows the same device as the new one, `at` and `positionTime` stay
   * as they are stored: matching owns them. The one exception: a place that was shown and now is hidden is dropped.
   */
  update(
    subject: Subject,
    expectedVersion: number,
    unsent: readonly OutgoingEvent[],
    limit?: ActiveLimit,
  ): Promise<'updated' | 'stale' | 'full'>
  /** Deletes a subject and stores its events in one write; false when it has another version or does not exist. */
  remove(id: string, expectedVersion: number, unsent: readonly OutgoingEvent[]): Promise<boolean>
  list(query: SubjectQuery): Promise<SubjectPage>
}

/** A stretch of time, and where to go on in the list of what turns in it. */
export interface TurningQuery {
  /** Exclusive, in milliseconds since 1970. */
  readonly afterMs: number
  /** Inclusive. */
  readonly untilMs: number
  readonly limit: number
  /** Only ids above this one. */
  readonly cursor?: string | undefined
}

/** Searches and offers as apps/matching needs them. */
export interface SubjectIndex {
  find(id: string): Promise<Subject | undefined>
  /** The subjects with these ids that exist. */
  findAll(ids: readonly string[]): Promise<Subject[]>
  /** The ids of subjects that become valid or invalid in a stretch of time, in ascending order. */
  turning(query: TurningQuery): Promise<string[]>
  /** All subjects that follow a device. */
  followers(device: string): Promise<Subject[]>
  /**
   * Sets `at` and `positionTime` of a subject that follows `device`; false when its stored position is of that time or
   * newer, or it follows no more. Does not count as an edit.
   */
  move(id: string, device: string, at: Point, timeMs: number): Promise<boolean>
  /**
   * Subjects that could meet this one by kind, wants, keyword, owner, activity and place: every one that the rule would
   * accept, and some that it would not. Newest first, at most `limit`, only ids below `cursor` where one is given.
   */
  candidates(subject: Subject, options: { limit: number; cursor?: string | undefined }): Promise<Subject[]>
}
