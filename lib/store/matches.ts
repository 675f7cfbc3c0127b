import type { PushEvent } from '#lib/events/event.ts'
import type { MatchNotice } from '#lib/events/match-notice.ts'
import type { Outbox } from '#lib/store/outbox.ts'
import type { Point } from '#lib/geo/point.ts'
import type { TwoPeople } from '#lib/matching/people-key.ts'

/** A search and an offer (or, for a watcher, two searches) that came together. Times are milliseconds since 1970. */
export interface Match {
  readonly id: string
  readonly search: string
  readonly offer: string
  /** 1 for the first time these two were together, then 2 … */
  readonly episode: number
  readonly state: 'together' | 'ended'
  readonly foundAt: number
  readonly endedAt?: number | undefined
  /** Whose the two are. Nobody knows the watched side's of a match from before this was kept: empty there. */
  readonly owners: { readonly search: string; readonly offer: string }
  readonly sides: MatchNotice['sides']
  readonly distanceClass: MatchNotice['distanceClass']
  readonly cause: MatchNotice['cause']
  /** Where it happened, on the privacy grid. */
  readonly spot: Point
}

/** A new match. */
export type MatchDraft = Omit<Match, 'episode' | 'state' | 'endedAt'>

/** Position of a match in lists. */
export type MatchPlace = Pick<Match, 'foundAt' | 'id'>

/** Matches and their unpublished notices; owned by apps/matching. */
export interface MatchStore extends Outbox<PushEvent> {
  /**
   * Begins a match and keeps its notice in one write. Undefined when the two are together already: however many ask at
   * once, one of them begins it.
   */
  begin(draft: MatchDraft, notice: PushEvent): Promise<Match | undefined>
  /** Ends a match and stores its notice in one write; false when it has ended already. */
  end(id: string, endedAt: number, notice: PushEvent): Promise<boolean>
  /** Those that there are. */
  find(ids: readonly string[]): Promise<Match[]>
  /** Matches of subjects of two people with each other, whoever searches, that are together now. */
  togetherOf(people: TwoPeople): Promise<Match[]>
  /** Matches of a subject that are together now. */
  together(subject: string): Promise<Match[]>
  /** Matches of a subject, newest first; those after `last` in that order, where it is given. */
  ofSubject(subject: string, limit: number, last?: MatchPlace): Promise<Match[]>
  /** Matches found since a time, newest first. */
  recent(sinceMs: number, limit: number): Promise<Match[]>
  /** Matches of subjects of a person, newest first. */
  ofOwner(owner: string, limit: number): Promise<Match[]>
  /** Deletes the matches of a person's subjects and their unpublished notices. */
  removeOf(owner: string): Promise<void>
}
