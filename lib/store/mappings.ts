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

/** A subscription, and the device that had it. */
export type Subscription = Pick<Mapping, 'device' | 'subscription'>

/** Mappings; owned by apps/notifications. */
export interface MappingStore {
  /**
   * Stores the mapping of a device; `created` stays that of the first one. If the device belongs to another person, or the
   * subscription (of that channel) to another device, it writes nothing and returns `conflict`.
   */
  register(mapping: Mapping): Promise<'created' | 'updated' | 'conflict'>
  find(device: string): Promise<Mapping | undefined>
  /** The mappings of devices, in no particular order. */
  findAll(devices: readonly string[]): Promise<Mapping[]>
  /** Mappings of people, newest first. */
  ofPeople(people: readonly string[]): Promise<Mapping[]>
  /** Mappings by device, only devices after `cursor`. */
  list(limit: number, cursor?: string): Promise<Mapping[]>
  /** The number of mappings of a channel that are active. */
  countActive(channel: string): Promise<number>
  /** Marks mappings as gone that still have these subscriptions; returns the devices whose mapping has it and is gone. */
  markGone(subscriptions: readonly Subscription[], nowMs: number): Promise<ReadonlySet<string>>
  /** Deletes the mapping of a device; with a person, only a mapping of that person. */
  remove(device: string, person?: string): Promise<boolean>
}
