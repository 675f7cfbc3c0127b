/** The languages of pushes. */
export const LOCALES = ['en', 'de'] as const
export type Locale = (typeof LOCALES)[number]

/** A mapping of a device to its person and to its push subscription. Times are milliseconds since 1970. */
export interface Mapping {
  readonly device: string
  readonly person: string
  /** Name of a pusher, or `none` for a device that is not rung. */
  readonly channel: string
  /** Id of the subscription at the provider; empty for `none`. */
  readonly subscription: string
  readonly locale: Locale
  /** IANA name, such as `Europe/Berlin`. */
  readonly timeZone: string
  /** `gone` when the provider said so; a new registration makes it active again. */
  readonly state: 'active' | 'gone'
  readonly created: number
  readonly modified: number
}

/** Mappings; owned by apps/notifications. */
export interface MappingStore {
  /**
   * Stores the mapping of a device; `created` stays that of the first one. If the device belongs to another person, or the
   * subscription (of that channel) to another device, it writes nothing and returns `conflict`.
   */
  register(mapping: Mapping): Promise<'created' | 'updated' | 'conflict'>
  find(device: string): Promise<Mapping | undefined>
  /** Mappings of a person, newest first. */
  ofPerson(person: string): Promise<Mapping[]>
  /** Mappings by device, only devices after `cursor`. */
  list(limit: number, cursor?: string): Promise<Mapping[]>
  /** Marks a mapping as gone, if it still has this subscription. */
  markGone(device: string, subscription: string, nowMs: number): Promise<boolean>
  /** Deletes the mapping of a device; with a person, only a mapping of that person. */
  remove(device: string, person?: string): Promise<boolean>
}
