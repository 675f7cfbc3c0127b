/** When matches ring: at once, or together every hour or every day. */
export const RING_MODES = ['instant', 'hourly', 'daily'] as const
export type RingMode = (typeof RING_MODES)[number]

/** When a person gets mails: when no device can be notified, always, or never. */
export const MAIL_WISHES = ['fallback', 'always', 'never'] as const
export type MailWish = (typeof MAIL_WISHES)[number]

/** A search or offer whose matches do not ring. */
export interface MutedSubject {
  readonly id: string
  /** In milliseconds since 1970; absent: until the person ends it. */
  readonly untilMs?: number | undefined
}

/** How a person wants to be rung. */
export interface Preferences {
  readonly mode: RingMode
  /** Time of day of the mode `daily`, such as `18:30`. */
  readonly dailyAt: string
  /** Times of day between which nothing rings; `to` may be earlier than `from`, and is then on the next day. */
  readonly quiet?: { readonly from: string; readonly to: string } | undefined
  /** Time zone of these times, an IANA name; absent: that of each device. */
  readonly timeZone?: string | undefined
  /** Matches that ring in an hour by themselves; further ones become digests. */
  readonly maxPerHour: number
  readonly mutes: {
    readonly subjects: readonly MutedSubject[]
    readonly people: readonly string[]
    /** Nothing rings before this time, in milliseconds since 1970. */
    readonly allUntilMs?: number | undefined
  }
  /** Own searches and offers whose matches ring also in quiet hours, and at once in every mode. */
  readonly urgent: readonly string[]
  /** When matches and messages are mailed; absent: when no device can be notified. */
  readonly mail?: MailWish | undefined
}

/** Maximum length of each list of preferences. */
export const PREFERENCE_LIST_MAX = 200

/** Maximum of `maxPerHour`. */
export const RINGS_PER_HOUR_MAX = 1_000

/** The preferences of a person who set none. */
export const DEFAULT_PREFERENCES: Preferences = {
  mode: 'instant',
  dailyAt: '18:00',
  maxPerHour: 20,
  mutes: { subjects: [], people: [] },
  urgent: [],
}

/** Preferences, and the number of changes so far. */
export interface StoredPreferences {
  readonly preferences: Preferences
  /** 0 for a person who set none. */
  readonly version: number
}

/** Preferences of people; owned by apps/notifications. */
export interface PreferenceStore {
  /** Those of a person; the default ones if the person set none. */
  find(person: string): Promise<StoredPreferences>
  /** Those of people, without those who set none. */
  findAll(people: readonly string[]): Promise<ReadonlyMap<string, Preferences>>
  /** Replaces those of a person if they still have a version; false if they have another. */
  replace(person: string, preferences: Preferences, expectedVersion: number): Promise<boolean>
  /** Deletes those of a person. */
  removeOf(person: string): Promise<void>
}
