import type { Message } from '#lib/store/channels.ts'

/** Why something is reported. */
export const REPORT_REASONS = [
  'illegal',
  'scam',
  'dangerous',
  'harassment',
  'private-data',
  'minor',
  'spam',
  'other',
] as const
export type ReportReason = (typeof REPORT_REASONS)[number]

/** What can be reported. */
export const REPORTED_TYPES = ['subject', 'picture', 'message', 'person'] as const

/** What operators decide about a report; `acted`: they did something else about it. */
export const DECISIONS = ['hide', 'show', 'remove-picture', 'acted', 'none'] as const
export type DecisionKind = (typeof DECISIONS)[number]

/** A report is open until operators decided about it. */
export const REPORT_STATES = ['open', 'decided'] as const
export type ReportState = (typeof REPORT_STATES)[number]

/** The reporter of what the platform itself puts in the queue. */
export const PLATFORM_REPORTER = 'platform:storage'

/** A thing that is reported. */
export interface Reported {
  readonly type: (typeof REPORTED_TYPES)[number]
  readonly id: string
  /** The channel of a message: ids of messages are unique in their channel only. */
  readonly channel?: string | undefined
}

/** What the operators see of the thing: how it was at the moment of the report. */
export interface Evidence {
  /** A search or offer as everybody saw it. */
  readonly subject?: Readonly<Record<string, unknown>> | undefined
  /** The search or offer as its owner edited it while it was hidden. */
  readonly edited?: Readonly<Record<string, unknown>> | undefined
  /** The last messages of the channel, newest first. */
  readonly messages?: readonly Message[] | undefined
  /** The word or host of the list of forbidden ones, if the platform itself reports. */
  readonly forbidden?: string | undefined
}

/** A decision of an operator. */
export interface Decision {
  readonly kind: DecisionKind
  /** Told to the reporters, and to the owner when it is hidden. */
  readonly reasons: string
  readonly at: number
  /** Who decided; told to operators only. */
  readonly by: string
}

/** A report of a search, an offer, a picture, a message or a person. */
export interface Report {
  /** A UUIDv7: ids grow with time. */
  readonly id: string
  readonly about: Reported
  readonly reason: ReportReason
  readonly text: string
  readonly at: number
  /** The person who reports; absent without an account, and after this account was deleted. */
  readonly reporter?: string | undefined
  /** Where somebody without an account can be reached. */
  readonly email?: string | undefined
  /** The digest of the secret with which the report can be read without an account. */
  readonly secretHash: string
  /** Whose thing it is, as far as it is known. */
  readonly owner?: string | undefined
  readonly evidence: Evidence
  /** The last decision counts. */
  readonly decision?: Decision | undefined
  /** Since when an operator carries out a decision; nobody else decides about it meanwhile. */
  readonly claimedAt?: number | undefined
  /** Grows with each change, from 1. */
  readonly version: number
}

/** Filter of a list of reports. */
export interface ReportQuery {
  readonly state?: ReportState | undefined
  readonly about?: Reported | undefined
  /** Only reports after this id, the last one of the previous page. */
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Reports, oldest first; `next` is there when more follow. */
export interface ReportPage {
  readonly items: readonly Report[]
  readonly next?: string | undefined
}

/** Reports of what is against the law or the rules; owned by apps/storage. */
export interface ReportStore {
  /**
   * Stores a report and returns it. If its reporter already has an open report about the same thing, nothing is stored, and that one is returned, also
   * with concurrent calls.
   */
  add(report: Report): Promise<Report>
  find(id: string): Promise<Report | undefined>
  /** Replaces a report whose stored version is `expectedVersion`; false if it has another one or does not exist. */
  update(report: Report, expectedVersion: number): Promise<boolean>
  list(query: ReportQuery): Promise<ReportPage>
  /** How many people with an account have an open report about a thing; counted up to `max`. The platform is not one of them. */
  reporters(about: Reported, max: number): Promise<number>
  /** The reports of a person, oldest first. */
  ofReporter(person: string, page: Pick<ReportQuery, 'cursor' | 'limit'>): Promise<ReportPage>
  /** Removes the reports about what belongs to a person; removes the person, their words and their messages from the reports that they made. */
  removeOf(person: string): Promise<void>
  /** Removes the reports whose last decision was before a time; returns how many. */
  forget(beforeMs: number): Promise<number>
}
