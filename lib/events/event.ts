/** The fields that a client sent with an event, unchanged: text from a query string, any JSON from a body. */
export type Params = Readonly<Record<string, unknown>>

/** Quality marks of an event. The platform never drops an event because of a mark. */
export const QUALITIES = [
  'unproven',
  'out-of-range',
  'null-island',
  'from-the-future',
  'time-unreadable',
  'time-unit-guessed',
  'time-zone-guessed',
] as const
/** One of these marks, or the name of a failed enrichment step. */
export type Quality = (typeof QUALITIES)[number] | `${string}-failed`

/** Metadata that the platform adds to an event. Times are in milliseconds; unknown values are absent. */
export interface EventMeta {
  /** When the tracker accepted it, or when a station created it, by the clock of that process. */
  readonly receivedAt: number
  /** How the client sent it: `get`, `post`, `pixel`, `event`, `batch`, `segment`, or the name of a phone protocol. `notice` for a notice of matching. */
  readonly protocol: string
  /** Host name and process id of the tracker that accepted it. `matching` for a notice of matching. */
  readonly pod: string
  readonly quality?: readonly Quality[] | undefined
  /** True if the device proved itself with its key. Consumers act on a device event only then. */
  readonly proven?: boolean | undefined
  /** The owner of the device according to that key. The event affects only their data, not that of earlier owners. */
  readonly person?: string | undefined
  /** The id of the write key of the app that sent it. */
  readonly key?: string | undefined
  /** Other attributes of the client's CloudEvent: `dataschema` and extensions. */
  readonly attributes?: Params | undefined
  /** Truncated client address, see IP_POLICY. */
  readonly ip?: string | undefined
  readonly country?: string | undefined
  readonly city?: string | undefined
  readonly os?: string | undefined
  readonly browser?: string | undefined
  readonly device?: string | undefined
  readonly isBot?: boolean | undefined
  /** When enrich read it from the stream. */
  readonly enrichedAt?: number | undefined
  /** Milliseconds the event waited in the stream. */
  readonly klag?: number | undefined
}

/** A CloudEvent 1.0 in structured mode, as the event bus carries it (https://github.com/cloudevents/spec). */
export interface PushEvent {
  readonly specversion: '1.0'
  readonly id: string
  /** `/tracker/<name>`, or `/service/<name>` when a service token proved it; only the tracker sets it. */
  readonly source: string
  /** The source that the client set in its CloudEvent. Together with `source`, `subject` and `id` it identifies an event. */
  readonly clientsource?: string | undefined
  readonly type: string
  /** The device; for a notice the pair key. */
  readonly subject?: string | undefined
  /** Client time after clock correction, RFC 3339. */
  readonly time: string
  readonly datacontenttype: 'application/json'
  /** W3C trace context. */
  readonly traceparent?: string | undefined
  /** The id of the replay run that made this copy. */
  readonly replay?: string | undefined
  readonly data: { readonly params: Params; readonly meta: EventMeta }
}

const SERVICE_SOURCE = '/service/'

/**
 * Returns the service that sent an event and proved itself; undefined for other senders.
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

/** Returns the `source` of events that a service sends. */
export function serviceSource(service: string): string {
  return SERVICE_SOURCE + service
}
