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
  /**
   * `proposed`: the two were seen together, and nobody looked at both since; nobody is told. `together`: a notice was stored
   * with this state. `ended`: the same.
   */
  readonly state: 'proposed' | 'together' | 'ended'
  /** Grows with each change, from 1. A change names the revision that it has seen, and fails on any other. */
  readonly revision: number
  /** When it was proposed: a few milliseconds before it was confirmed, or seconds after a crash. */
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
export type MatchDraft = Omit<Match, 'episode' | 'state' | 'revision' | 'endedAt'>

/** The two sides of a match. */
export type PairIds = Pick<Match, 'search' | 'offer'>

/** A match as it was seen when a change of it was decided. */
export type SeenMatch = Pick<Match, 'id' | 'revision'>

/** What is true of a match at the moment in which it is confirmed. */
export type FoundMatch = Pick<Match, 'sides' | 'distanceClass' | 'cause' | 'spot'>

/** A proposal that becomes a match. */
export interface Confirmation {
  readonly seen: SeenMatch
  readonly found: FoundMatch
  /** Its id is new. */
  readonly notice: PushEvent
  /** Until when the caller leases the notice, to send it itself; absent leaves it to whoever comes first. */
  readonly leasedUntilMs?: number | undefined
}

/** A match that ends. */
export interface Ending {
  readonly seen: SeenMatch
  readonly endedAt: number
  /** Its id is new. */
  readonly notice: PushEvent
}

/** Position of a match in lists. */
export type MatchPlace = Pick<Match, 'foundAt' | 'id'>

/**
 * Matches and their unpublished notices; owned by apps/matching. A pair has at most one current match: one that is proposed or
 * together. A match changes only by a compare-and-set on its revision.
 */
export interface MatchStore extends Outbox<PushEvent> {
  /** Proposes matches. A pair that has a current match, or got one meanwhile, is passed over. */
  propose(drafts: readonly MatchDraft[]): Promise<void>
  /** Confirms proposals that are as they were seen, each in one write with its notice. Gives the notices of those that were confirmed. */
  confirm(changes: readonly Confirmation[]): Promise<readonly PushEvent[]>
  /** Deletes proposals that are as they were seen. Gives how many were. */
  withdraw(seen: readonly SeenMatch[]): Promise<number>
  /** Ends matches that are together and as they were seen, each in one write with its notice. Gives how many were. */
  end(changes: readonly Ending[]): Promise<number>
  /** The current matches of pairs. */
  currentOfPairs(pairs: readonly PairIds[]): Promise<Match[]>
  /** The current matches of subjects. */
  currentOf(subjects: readonly string[]): Promise<Match[]>
  /** How many more current matches each of these subjects may have until it has `max`; 0 for one that has as many or more. */
  roomOf(subjects: readonly string[], max: number): Promise<ReadonlyMap<string, number>>
  /** The current matches of subjects of two people with each other, whoever searches. */
  currentBetween(people: TwoPeople): Promise<Match[]>
  /** Proposals that were made before a time, oldest first: whoever made them may be dead. */
  proposedBefore(timeMs: number, limit: number): Promise<Match[]>
  /** Matches with these ids, also proposals. */
  find(ids: readonly string[]): Promise<Match[]>
  /** Matches of a subject, newest first; with `last`, those after it in that order. Without proposals. */
  ofSubject(subject: string, limit: number, last?: MatchPlace): Promise<Match[]>
  /** Matches found since a time, newest first. Without proposals. */
  recent(sinceMs: number, limit: number): Promise<Match[]>
  /** The current matches of offers of an owner with ids above `beyond`, in ascending order. */
  currentOfOffers(owner: string, beyond: string, limit: number): Promise<Match[]>
  /** Matches of subjects of a person, newest first. Without proposals. */
  ofOwner(owner: string, limit: number): Promise<Match[]>
  /** Deletes the matches of a person's subjects and their unpublished notices. */
  removeOf(owner: string): Promise<void>
}
