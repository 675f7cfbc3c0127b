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
  /** What the channel needs in addition: keys of the subscription, or a secret shared with its owner. No list and no export shows it. */
  readonly secret?: string | undefined
  readonly locale: Locale
  /** IANA name, such as `Europe/Berlin`. */
  readonly timeZone: string
  /** `gone` when the provider said so; a new registration makes it active again. */
  readonly state: MappingState
  readonly created: number
  readonly modified: number
}

/**
 * The person who holds a subscription, beside others who may hold it too; empty if it has one holder only. The server behind the address
 * of a webhook can be that of several people, and each has a secret of their own: so nobody keeps others from their own server.
 */
export function holderPerson({ channel, person }: Pick<Mapping, 'channel' | 'person'>): string {
  return channel === 'webhook' ? person : ''
}

/** A subscription, and the device that had it. */
export type Subscription = Pick<Mapping, 'device' | 'subscription'>

/** What the owner of a device may change without a new registration. */
export type MappingChange = Partial<Pick<Mapping, 'locale' | 'timeZone'>>

/** The states of a mapping. */
export const MAPPING_STATES = ['active', 'gone'] as const
export type MappingState = (typeof MAPPING_STATES)[number]

/** Selects mappings; what is absent selects all. */
export interface MappingQuery {
  readonly person?: string | undefined
  /** How the device begins. */
  readonly device?: string | undefined
  readonly channel?: string | undefined
  readonly state?: MappingState | undefined
  readonly limit: number
  /** Only devices after this one. */
  readonly cursor?: string | undefined
}

/** The end of the devices that begin with a text: no character is greater. */
export const LAST_CHARACTER = '\u{10FFFF}'

/** Mappings; owned by apps/notifications. */
export interface MappingStore {
  /**
   * Stores the mapping of a device; `created` stays that of the first one. If the device belongs to another person, or the
   * subscription (of that channel) to another device, it writes nothing and returns `conflict`. Webhooks belong to several people,
   * but to one device of each.
   *
   * @param from another device that gives its subscription up to this one: its mapping is deleted, if it has the subscription
   */
  register(mapping: Mapping, from?: string): Promise<'created' | 'updated' | 'conflict'>
  /** Changes a mapping; undefined when there is none. Not a sign of life of the device: `modified` stays. */
  change(device: string, change: MappingChange): Promise<Mapping | undefined>
  /** The mapping that has a subscription of a channel, so that this person cannot register it for another device. */
  holderOf(wanted: Pick<Mapping, 'channel' | 'subscription' | 'person'>): Promise<Mapping | undefined>
  /**
   * Deletes the mappings of a person beyond `max`: first those that are gone, then those that were registered longest ago. A
   * mapping that is registered meanwhile stays. Returns the devices.
   */
  trim(person: string, max: number): Promise<string[]>
  find(device: string): Promise<Mapping | undefined>
  /** The mappings of devices, in no particular order. */
  findAll(devices: readonly string[]): Promise<Mapping[]>
  /** Mappings of people, newest first. */
  ofPeople(people: readonly string[]): Promise<Mapping[]>
  /** Mappings that are as asked for, by device. */
  list(query: MappingQuery): Promise<Mapping[]>
  /** The number of mappings of a channel that are active. */
  countActive(channel: string): Promise<number>
  /** Marks mappings as gone that still have these subscriptions; returns the devices whose mapping has it and is gone. */
  markGone(subscriptions: readonly Subscription[], nowMs: number): Promise<ReadonlySet<string>>
  /** Deletes the mapping of a device; with a person, only a mapping of that person. */
  remove(device: string, person?: string): Promise<boolean>
}

/**
 * The mappings of one person beyond `max`: first those that are gone, then those that were registered longest ago.
 *
 * @example
 * ```ts
 * silentBeyond([], 16) // => []
 * ```
 */
export function silentBeyond(mappings: readonly Mapping[], max: number): readonly Mapping[] {
  const isGone = ({ state }: Mapping) => Number(state === 'gone')
  return mappings
    .toSorted((a, b) => isGone(a) - isGone(b) || b.modified - a.modified || (a.device < b.device ? -1 : 1))
    .slice(max)
}
