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

/** The view of searches and offers for apps/storage, which owns them. */
export interface SubjectStore extends Outbox<OutgoingEvent> {
  /**
   * Stores a new subject and its events in one write. Nothing is written if the id exists, or if the owner would have more active
   * subjects than the limit allows, also with concurrent writers in several processes.
   */
  create(
    subject: Subject,
    unsent: readonly OutgoingEvent[],
    limit?: ActiveLimit,
  ): Promise<'created' | 'taken' | 'full'>
  find(id: string): Promise<Subject | undefined>
  /**
   * Replaces a subject whose stored version is `expectedVersion`, and stores its events, in one write; stale if it has another
   * version or does not exist. The limit is that of `create()`; an active subject may be edited. If the new and the stored subject
   * follow the same device, the stored `at` and `positionTime` stay, because matching owns them. Exception: if the edit hides a
   * location that was shown, the position is removed.
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

/** The view of searches and offers for apps/matching. */
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
   * newer, or it does not follow the device any more. This is not an edit.
   */
  move(id: string, device: string, at: Point, timeMs: number): Promise<boolean>
  /**
   * Subjects that could match this one by kind, wants, keyword, owner, activity and location: all that the matching rule accepts,
   * and some that it rejects. Newest first, at most `limit`, only ids below `cursor` if it is given.
   */
  candidates(subject: Subject, options: { limit: number; cursor?: string | undefined }): Promise<Subject[]>
}
