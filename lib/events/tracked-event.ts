import { isDeeper } from '#lib/events/is-deeper.ts'
import { isRecord } from '#lib/events/is-record.ts'
import type { Params, Quality } from '#lib/events/event.ts'

/** An event as the tracker leaves it in the stream, before enrichment. Times are milliseconds since 1970. */
export interface TrackedEvent {
  readonly id: string
  readonly type: string
  readonly source: string
  /** The source that the client named, of a CloudEvent. */
  readonly clientSource: string | undefined
  readonly device: string | undefined
  /** Client time, corrected by the client's clock error. */
  readonly time: number
  readonly receivedAt: number
  readonly protocol: string
  readonly pod: string
  readonly params: Params
  /** Attributes of the client's CloudEvent that are none of ours. */
  readonly attributes: Params | undefined
  /** Client address after IP_POLICY; the full one is never here. */
  readonly ip: string | undefined
  readonly userAgent: string | undefined
  readonly quality: readonly Quality[]
  /** Whose device it is, where that proved itself by its key. */
  readonly person: string | undefined
  /** The id of the write key that it came with; the key itself is not here. */
  readonly key: string | undefined
  readonly traceparent: string | undefined
  /** The run of a replay. */
  readonly replay: string | undefined
}

// The first and the last moment that a date can hold are so far from 1970.
const TIME_MS_MAX = 8.64e15

// Deeper than a tracker lets any event be, and far from where writing one would need more stack than there is.
const DEPTH_MAX = 200

// One letter a field: this text is the largest part of what Redis holds and fsyncs.
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

/** The compact JSON text of an event: the value of one stream entry. */
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

/** What a phone sent that nobody can read, and that it must not be told of: it would send it for ever. */
export interface UnreadableReport {
  readonly reason: string
  /** The report, or as much of it as is kept. */
  readonly body: string
  readonly receivedAt: number
  readonly protocol: string
  readonly source: string
}

/** The text of a stream entry that is there to be buried: `decodeTracked()` refuses it with the reason. */
export function encodeUnreadable({ reason, body, receivedAt, protocol, source }: UnreadableReport): string {
  return JSON.stringify({ bad: reason, s: source, r: receivedAt, o: protocol, b: body })
}

/** What the value of a stream entry holds. */
export type EntryKind = 'event' | 'unreadable'

/**
 * The kind of a stream entry by the JSON value of its text, as `encodeTracked()` and `encodeUnreadable()` write it; undefined
 * where it is neither.
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
 * The event of a stream entry's value.
 *
 * @throws {SyntaxError} when the value is no such text; the message says which part.
 */
export function decodeTracked(value: string): TrackedEvent {
  const compact: unknown = JSON.parse(value)
  if (isRecord(compact) && typeof compact['bad'] === 'string') {
    throw new SyntaxError(`Cannot read report: ${compact['bad']}`)
  }
  if (isDeeper(compact, DEPTH_MAX)) throw new SyntaxError('Cannot read stream entry: it is nested too deep')
  if (!isCompact(compact))
    throw new SyntaxError('Cannot read stream entry: a field is missing or of a wrong type')
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

// What no calendar has cannot be written as a date, and an entry that cannot be written would hold up its batch for ever.
function isTime(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) <= TIME_MS_MAX
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === 'string'
}
