import { isDeeper } from '#lib/events/is-deeper.ts'
import { isRecord } from '#lib/events/is-record.ts'
import type { Params, Quality } from '#lib/events/event.ts'

/** An event as the tracker appends it to the stream, before enrichment. Times are milliseconds since 1970. */
export interface TrackedEvent {
  readonly id: string
  readonly type: string
  readonly source: string
  /** The source that the client set in its CloudEvent. */
  readonly clientSource: string | undefined
  readonly device: string | undefined
  /** Client time after correction of the clock error. */
  readonly time: number
  readonly receivedAt: number
  readonly protocol: string
  /** Host name and process id of the tracker. */
  readonly pod: string
  readonly params: Params
  /** Other attributes of the client's CloudEvent. */
  readonly attributes: Params | undefined
  /** Client address after IP_POLICY; never the full address unless the policy is `keep`. */
  readonly ip: string | undefined
  readonly userAgent: string | undefined
  readonly quality: readonly Quality[]
  /** The owner of the device, if the device proved itself by its key. */
  readonly person: string | undefined
  /** The id of the write key of the app, never the key itself. */
  readonly key: string | undefined
  readonly traceparent: string | undefined
  /** The id of the replay run. */
  readonly replay: string | undefined
}

// The largest distance from 1970 that a Date supports, in milliseconds.
const TIME_MS_MAX = 8.64e15

// More than a tracker accepts, and far below the depth at which JSON.stringify() overflows the stack.
const DEPTH_MAX = 200

// One letter per field: this text is the largest part of the data that Redis stores and syncs.
interface Compact {
  i: string
  t: string
  s: string
  cs?: string | undefined
  d?: string | undefined
  c: number
  r: number
  o: string
  h: string
  p: Params
  x?: Params | undefined
  a?: string | undefined
  u?: string | undefined
  q?: readonly Quality[] | undefined
  y?: unknown
  k?: string | undefined
  tp?: string | undefined
  run?: string | undefined
}

/** Encodes an event as compact JSON, the value of one stream entry. */
export function encodeTracked(event: TrackedEvent): string {
  const compact: Compact = {
    i: event.id,
    t: event.type,
    s: event.source,
    cs: event.clientSource,
    d: event.device,
    c: event.time,
    r: event.receivedAt,
    o: event.protocol,
    h: event.pod,
    p: event.params,
    x: event.attributes,
    a: event.ip,
    u: event.userAgent,
    q: event.quality.length > 0 ? event.quality : undefined,
    y: event.person,
    k: event.key,
    tp: event.traceparent,
    run: event.replay,
  }
  return JSON.stringify(compact)
}

/** An unreadable report of a phone. The tracker accepts it, because the phone would retry a rejected report forever. */
export interface UnreadableReport {
  readonly reason: string
  /** The report, possibly cut. */
  readonly body: string
  readonly receivedAt: number
  readonly protocol: string
  readonly source: string
}

/** Encodes a stream entry that workers bury: `decodeTracked()` throws its reason. */
export function encodeUnreadable({ reason, body, receivedAt, protocol, source }: UnreadableReport): string {
  return JSON.stringify({ bad: reason, s: source, r: receivedAt, o: protocol, b: body })
}

/** The kind of a stream entry. */
export type EntryKind = 'event' | 'unreadable'

/**
 * Returns the kind of a stream entry from its parsed JSON, as `encodeTracked()` and `encodeUnreadable()` write it; undefined if
 * it is neither.
 *
 * @example
 * ```ts
 * entryKindOf({ bad: 'it names no place', s: '/tracker/berlin', r: 1, o: 'osmand', b: '{}' }) // => 'unreadable'
 * entryKindOf({ i: 'o-1' }) // => undefined
 * ```
 */
export function entryKindOf(value: unknown): EntryKind | undefined {
  if (isCompact(value)) return 'event'
  if (!isRecord(value)) return undefined
  const { bad, s, r, o, b } = value
  return [bad, s, o, b].every(isText) && Number.isFinite(r) ? 'unreadable' : undefined
}

/**
 * Decodes the event in the value of a stream entry.
 *
 * @throws {SyntaxError} when the value is not an event; the message gives the reason.
 */
export function decodeTracked(value: string): TrackedEvent {
  const compact: unknown = JSON.parse(value)
  if (isRecord(compact) && typeof compact['bad'] === 'string') {
    throw new SyntaxError(`Cannot read report: ${compact['bad']}`)
  }
  if (isDeeper(compact, DEPTH_MAX)) throw new SyntaxError('Cannot read stream entry: it is nested too deeply')
  if (!isCompact(compact))
    throw new SyntaxError('Cannot read stream entry: a field is missing or has the wrong type')
  return {
    id: compact.i,
    type: compact.t,
    source: compact.s,
    clientSource: compact.cs,
    device: compact.d,
    time: compact.c,
    receivedAt: compact.r,
    protocol: compact.o,
    pod: compact.h,
    params: compact.p,
    attributes: compact.x,
    ip: compact.a,
    userAgent: compact.u,
    quality: compact.q ?? [],
    person: typeof compact.y === 'string' && compact.y !== '' ? compact.y : undefined,
    key: compact.k,
    traceparent: compact.tp,
    replay: compact.run,
  }
}

function isCompact(value: unknown): value is Compact {
  if (!isRecord(value)) return false
  const { i, t, s, cs, d, c, r, o, h, p, x, a, u, q, k, tp, run } = value
  return (
    isText(i) &&
    isText(t) &&
    isText(s) &&
    isText(o) &&
    isText(h) &&
    isTime(c) &&
    isTime(r) &&
    isTextOrAbsent(cs) &&
    isTextOrAbsent(d) &&
    isTextOrAbsent(a) &&
    isTextOrAbsent(u) &&
    isTextOrAbsent(k) &&
    isTextOrAbsent(tp) &&
    isTextOrAbsent(run) &&
    (q === undefined || (Array.isArray(q) && q.every(isText))) &&
    isRecord(p) &&
    (x === undefined || isRecord(x))
  )
}

// A time outside the range of Date cannot be formatted, and an entry that cannot be formatted would block its batch forever.
function isTime(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) <= TIME_MS_MAX
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === 'string'
}
