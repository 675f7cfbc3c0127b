import { SUBJECT_ACTIONS } from '#lib/events/subject-change.ts'
import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import type { Area } from '#lib/geo/area.ts'
import type { Point } from '#lib/geo/point.ts'
import type { Outbox } from '#lib/store/outbox.ts'
import type { SubjectKind } from '#lib/subjects/choices.ts'
import type { Subject } from '#lib/subjects/subject.ts'

/** Filter of a list of subjects; every given field must match. Only some fields can be given together, see `COMBINATIONS`. */
export interface SubjectQuery {
  readonly kind?: SubjectKind | undefined
  /** Subjects that have at least one of these keys, see `keysOf()`. */
  readonly keywords?: readonly string[] | undefined
  /** Subjects with one of these ids. */
  readonly ids?: readonly string[] | undefined
  /** Subjects whose text has at least one term of each group, see `queryTerms()`. */
  readonly terms?: readonly (readonly string[])[] | undefined
  /**
   * Subjects that are shown within the radius, and beyond `beyondMeters` if it is given. Subjects without a point do not match, here and
   * in `area`.
   */
  readonly near?:
    | {
        readonly centre: Point
        readonly radiusMeters: number
        readonly beyondMeters?: number | undefined
      }
    | undefined
  /** Subjects that are shown in an area. */
  readonly area?: Area | undefined
  readonly owner?: string | undefined
  readonly notOwner?: string | undefined
  /** Active or not, independent of the validity window. */
  readonly active?: boolean | undefined
  /** Whether operators hide them. */
  readonly hidden?: boolean | undefined
  /** Active, not hidden, and inside the validity window at this time. */
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

/** Who may change a subject; the platform itself is one of them. */
export const AUTHOR_ROLES = ['person', 'service', 'operate', 'admin', 'platform'] as const

/** What a change of a subject is called in its history. */
export const HISTORY_ACTIONS = [
  ...SUBJECT_ACTIONS,
  'renew',
  'settle',
  'reserve',
  'pause',
  'hide',
  'show',
] as const

/** A change of a subject, without the values of its fields. */
export interface HistoryEntry {
  readonly at: number
  readonly by: {
    readonly role: (typeof AUTHOR_ROLES)[number]
    readonly name: string
  }
  readonly action: (typeof HISTORY_ACTIONS)[number]
  /** The names of the fields that changed. */
  readonly fields: readonly string[]
}

/** So many entries are kept of a subject. */
export const HISTORY_MAX = 50

/** Comes after each character that a word has. */
export const LAST_CHARACTER = '\u{10ffff}'

/** What belongs to a write, besides the subject and its events. */
export interface WriteOptions {
  readonly limit?: ActiveLimit | undefined
  /** Is added to the history of the subject in the same write. */
  readonly entry?: HistoryEntry | undefined
}

/** How many subjects an owner has. */
export interface OwnerTotal {
  readonly owner: string
  readonly active: number
  readonly all: number
}

/** Totals in the order of the owners' ids. */
export interface TotalsPage {
  readonly items: readonly OwnerTotal[]
  /** The `cursor` of the following page. */
  readonly next?: string | undefined
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
    options?: WriteOptions,
  ): Promise<'created' | 'taken' | 'full'>
  find(id: string): Promise<Subject | undefined>
  /**
   * Replaces a subject whose stored version is `expectedVersion`, and stores its events, in one write; stale if it has another
   * version or does not exist. The limit is that of `create()`; an active subject may be edited. Where a subject that follows a
   * device is, is not part of it: positions are kept by device, see `PositionStore`.
   */
  update(
    subject: Subject,
    expectedVersion: number,
    unsent: readonly OutgoingEvent[],
    options?: WriteOptions,
  ): Promise<'updated' | 'stale' | 'full'>
  /** Deletes a subject and stores its events in one write; false when it has another version or does not exist. */
  remove(id: string, expectedVersion: number, unsent: readonly OutgoingEvent[]): Promise<boolean>
  list(query: SubjectQuery): Promise<SubjectPage>
  /** The last changes of a subject, newest first, at most `HISTORY_MAX`. They are removed with it. */
  history(id: string): Promise<readonly HistoryEntry[]>
  /** How many subjects of a kind each owner has who has one. `cursor` is the last owner of the previous page. */
  totals(
    kind: SubjectKind,
    page: { readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<TotalsPage>
  /** The first keys of subjects that begin with a prefix, in ascending order, each once, see `keysOf()`. */
  words(prefix: string, limit: number): Promise<readonly string[]>
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

/**
 * A subject as matching reads it. Its `text`, `place`, `imageTexts`, `terms`, `topic` and `ext` may be left out, and all but the
 * first of its `images`.
 *
 * The stores find subjects by an anchor. A fixed subject is its own anchor; that of a subject which follows a device is kept within
 * `COVER_SLACK_METERS` of where it is shown, so that most moves do not change the index.
 */
export interface IndexedSubject extends Subject {
  readonly anchor: Point | undefined
}

/** A subject that looks for candidates. */
export interface Seeker {
  readonly subject: IndexedSubject
  /** Only candidates with ids below this one. */
  readonly cursor?: string | undefined
}

/** The candidates of some seekers. */
export interface Candidates {
  readonly found: readonly IndexedSubject[]
  /** Seekers that have more candidates, and the cursor with which they come. */
  readonly more: readonly { readonly subject: string; readonly cursor: string }[]
}

/** The view of searches and offers for apps/matching. */
export interface SubjectIndex {
  /** The subjects with these ids, those that follow these devices, and the active ones of these people; each once. */
  findAll(which: {
    readonly ids?: readonly string[]
    readonly devices?: readonly string[]
    readonly activeOf?: readonly string[]
  }): Promise<IndexedSubject[]>
  /** The ids of offers of an owner, newest first, also of those that are not active. */
  offersOf(owner: string, page: { readonly cursor: string; readonly limit: number }): Promise<string[]>
  /** The ids of subjects that become valid or invalid in a stretch of time, in ascending order. */
  turning(query: TurningQuery): Promise<string[]>
  /**
   * Sets the anchors of subjects that follow a device to where they are shown. One that was edited or anchored since it was read stays
   * as it is. This is not an edit.
   */
  anchor(subjects: readonly IndexedSubject[]): Promise<void>
  /**
   * The subjects that could match at least one of the seekers by kind, wants, keyword and place: all that the matching rule accepts,
   * and some that it rejects. A seeker that has more than `limit` gets the newest of them; `more` says how the others come. One that
   * asks alone gets no more than `limit`; together with others, it may get more at once.
   */
  candidates(seekers: readonly Seeker[], limit: number): Promise<Candidates>
}
