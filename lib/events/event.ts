/** What a client sent with an event, verbatim: text from a query string, any JSON from a body. */
export type Params = Readonly<Record<string, unknown>>

/** Marks an event deserves; none of them is ever a reason to lose it. */
export const QUALITIES = [
  'unproven',
  'out-of-range',
  'null-island',
  'from-the-future',
  'time-unreadable',
  'time-unit-guessed',
  'time-zone-guessed',
] as const
/** One of them, or the step of enrichment that failed. */
export type Quality = (typeof QUALITIES)[number] | `${string}-failed`

/** What we added to an event on its way. Milliseconds throughout; absent where unknown. */
export interface EventMeta {
  /** When the tracker took it, by the tracker's clock. */
  readonly receivedAt: number
  /** How it came in: `get`, `post`, `pixel`, `event`, `batch`, `segment`, or the name of a phone protocol. */
  readonly protocol: string
  /** The tracker process that took it. */
  readonly pod: string
  readonly quality?: readonly Quality[] | undefined
  /** True when the device proved itself with its key; only then may the event move anything. */
  readonly proven?: boolean | undefined
  /** Whose device it is, by that key: it moves what is theirs, and nothing of who had it before. */
  readonly person?: string | undefined
  /** The app that sent it, by the id of its write key. */
  readonly key?: string | undefined
  /** Attributes of the client's CloudEvent that are none of ours: `dataschema` and extensions. */
  readonly attributes?: Params | undefined
  /** Truncated client address, see IP_POLICY. */
  readonly ip?: string | undefined
  readonly country?: string | undefined
  readonly city?: string | undefined
  readonly os?: string | undefined
  readonly browser?: string | undefined
  readonly device?: string | undefined
  readonly isBot?: boolean | undefined
  /** Milliseconds the event waited in the stream. */
  readonly klag?: number | undefined
}

/** A CloudEvent 1.0 in structured mode, as it travels on the event bus (https://github.com/cloudevents/spec). */
export interface PushEvent {
  readonly specversion: '1.0'
  readonly id: string
  /** `/tracker/<name>`, or `/service/<name>` when a service token proved it; set by the tracker alone. */
  readonly source: string
  /** The client's own source, of a CloudEvent: with it, the source and the device, an id names one event. */
  readonly clientsource?: string | undefined
  readonly type: string
  /** The device; for a notice the pair. */
  readonly subject?: string | undefined
  /** Clock-corrected client time, RFC 3339. */
  readonly time: string
  readonly datacontenttype: 'application/json'
  /** W3C trace context. */
  readonly traceparent?: string | undefined
  /** The run of a replay that made this copy. */
  readonly replay?: string | undefined
  readonly data: { readonly params: Params; readonly meta: EventMeta }
}

const SERVICE_SOURCE = '/service/'

/**
 * The service that proved itself as the source of an event, if one did.
 *
 * @example
 * ```ts
 * serviceOf('/service/storage') // => 'storage'
 * serviceOf('/tracker/berlin') // => undefined
 * ```
 */
export function serviceOf(source: string): string | undefined {
  return source.startsWith(SERVICE_SOURCE) ? source.slice(SERVICE_SOURCE.length) : undefined
}

/** The `source` of events that a service sends. */
export function serviceSource(service: string): string {
  return SERVICE_SOURCE + service
}
