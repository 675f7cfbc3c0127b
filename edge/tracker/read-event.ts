import { hasControl } from '#lib/events/has-control.ts'
import { createHash } from 'node:crypto'
import { DEVICE_ID_RULE, isDeviceId } from '#lib/events/device-id.ts'
import { serviceOf, type Params, type Quality } from '#lib/events/event.ts'
import { SERVICE_TYPES } from '#lib/events/known-events.ts'
import { numberOf } from '#lib/events/read-number.ts'
import type { TrackedEvent } from '#lib/events/tracked-event.ts'
import { isOnGlobe } from '#lib/geo/point.ts'
import { cutText } from '#lib/text/cut-text.ts'
import { isBlank } from '#lib/text/is-blank.ts'
import { timeOfEvent, type SaidTime } from './time-of-event.ts'

/** An event as a client sent it, in any envelope. Nothing in it is checked yet. */
export interface RawEvent extends SaidTime {
  readonly type: unknown
  readonly id: unknown
  readonly device: unknown
  readonly params: Params
  /** The write key in the event. */
  readonly writeKey?: unknown
  /** The client's names of the fields, if they differ from ours: a refusal names the field that the client wrote. */
  readonly names?: FieldNames
  /** True if its client ignores refusals. A refused event is then kept for a human. */
  readonly isBuriedIfRefused?: boolean
  /** Set if the event is a CloudEvent. */
  readonly origin?: Origin
}

/** The names of an event's fields in a form. */
export interface FieldNames {
  readonly type: string
  readonly id: string
  readonly device: string
}

/** Extra data of a CloudEvent: its source, and the attributes that we do not interpret. */
export interface Origin {
  readonly source: unknown
  /** Undefined if there are none. */
  readonly attributes: Params | undefined
}

/** The facts of a call that all its events share. Times are milliseconds since 1970. */
export interface Call {
  readonly receivedAt: number
  readonly sentAt: number | undefined
  readonly protocol: string
  /** Host name and process id of the tracker. */
  readonly pod: string
  readonly source: string
  readonly ip: string | undefined
  readonly userAgent: string | undefined
  /** Gives the `traceparent` of an event, undefined without a trace. Call it once per event. */
  readonly newTraceparent: () => string | undefined
  /** The device key in the call. An event may contain a key of its own, see `keyOf()`. */
  readonly deviceKey: string | undefined
  /** The id of the call's write key. */
  readonly writeKeyId: string | undefined
  readonly newId: () => string
}

/** Why an event is not accepted: the field that is wrong, and the reason. */
export interface Refusal {
  readonly field: string
  readonly reason: string
  /** The id that the client gave the event. */
  readonly id?: unknown
}

const TYPE_LENGTH_MAX = 64
const ID = /^[A-Za-z0-9._-]{1,64}$/u
const CLOUD_EVENT_ID_LENGTH_MAX = 256
const SOURCE_LENGTH_MAX = 512
const GENERATED_ID_LENGTH = 32
const USER_AGENT_LENGTH_MAX = 512

/** The refusal of a value that is not an object. */
export const NO_OBJECT: Refusal = { field: 'event', reason: 'must be a JSON object' }

const PLAIN_NAMES: FieldNames = { type: 'type', id: 'id', device: 'di' }
const CLOUD_EVENT_NAMES: FieldNames = { ...PLAIN_NAMES, device: 'subject' }

const WRONG_TYPE = textRule(TYPE_LENGTH_MAX)
const WRONG_ID = 'must be text of 1–64 characters of A–Z a–z 0–9 . _ -, or a whole number above 0'
const WRONG_CLOUD_EVENT_ID = `${textRule(CLOUD_EVENT_ID_LENGTH_MAX)}, or a whole number above 0`
const WRONG_SOURCE: Refusal = { field: 'source', reason: textRule(SOURCE_LENGTH_MAX) }

function textRule(lengthMax: number): string {
  return `must be text of 1 to ${lengthMax} characters, with at least one visible character and no control characters`
}

/** True for text that can be the id of an event. CloudEvents have other rules. */
export function isEventId(text: string): boolean {
  return ID.test(text)
}

/** The device key in the params of an event. */
export function keyOf({ params: { dk } }: RawEvent): string | undefined {
  return typeof dk === 'string' ? dk : undefined
}

/** The event as it goes into the stream, without its person; or a refusal that names the field that is wrong. */
export function readEvent(raw: RawEvent, call: Call): TrackedEvent | Refusal {
  const { type, origin, names = origin === undefined ? PLAIN_NAMES : CLOUD_EVENT_NAMES } = raw
  if (typeof type !== 'string' || isBlank(type) || type.length > TYPE_LENGTH_MAX || hasControl(type)) {
    return { field: names.type, reason: WRONG_TYPE }
  }
  const id = idOf(raw, names)
  if (typeof id === 'object') return id
  const clientSource = origin?.source ?? undefined
  if (clientSource !== undefined && !isShortText(clientSource, SOURCE_LENGTH_MAX)) return WRONG_SOURCE
  const device = typeof raw.device === 'number' ? String(raw.device) : (raw.device ?? undefined)
  if (device !== undefined && (typeof device !== 'string' || !isDeviceId(device))) {
    return { field: names.device, reason: DEVICE_ID_RULE }
  }
  const { time, clientTime, marks } = timeOfEvent(raw, call)
  const params = withoutKey(raw.params)
  const { receivedAt, source } = call
  return {
    id: id ?? (clientTime === undefined ? call.newId() : contentId({ device, clientTime, type, params })),
    type,
    source,
    clientSource,
    device,
    time,
    receivedAt,
    protocol: call.protocol,
    pod: call.pod,
    params,
    attributes: origin?.attributes,
    ip: call.ip,
    userAgent: call.userAgent && cutText(call.userAgent, USER_AGENT_LENGTH_MAX),
    quality: [
      ...(SERVICE_TYPES.has(type) && serviceOf(source) === undefined ? (['unproven'] as const) : []),
      ...placeQuality(type, params),
      ...marks,
    ],
    person: undefined,
    key: call.writeKeyId,
    traceparent: call.newTraceparent(),
    replay: undefined,
  }
}

/** True for a refusal, false for an event. */
export function isRefusal(result: TrackedEvent | RawEvent | Refusal): result is Refusal {
  return 'reason' in result
}

/** The id that a client gave its event, as text; or the refusal of a wrong one. */
function idOf({ id, origin }: RawEvent, names: FieldNames): string | undefined | Refusal {
  if (id === undefined || id === null) return undefined
  // Clients that never set an id send 0 in all their events.
  const text = typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? String(id) : id
  if (origin !== undefined && !isShortText(text, CLOUD_EVENT_ID_LENGTH_MAX)) {
    return { field: names.id, reason: WRONG_CLOUD_EVENT_ID }
  }
  const isId = typeof text === 'string' && (origin !== undefined || isEventId(text))
  return isId ? text : { field: names.id, reason: WRONG_ID }
}

function isShortText(value: unknown, lengthMax: number): value is string {
  return (
    typeof value === 'string' &&
    !isBlank(value) &&
    value.length <= lengthMax &&
    !hasControl(value) &&
    value.isWellFormed()
  )
}

/** The params without the device key. It is a secret, so it must not reach the stream. */
export function withoutKey(params: Params): Params {
  if (!Object.hasOwn(params, 'dk')) return params
  const { dk: _key, ...rest } = params
  return rest
}

interface Content {
  readonly device: string | undefined
  readonly clientTime: number
  readonly type: string
  readonly params: Params
}

// A client without ids that resends an event repeats its time too, so the copies get the same id.
function contentId({ device, clientTime, type, params }: Content): string {
  const text = JSON.stringify([device ?? null, clientTime, type, params])
  return createHash('sha256').update(text).digest('hex').slice(0, GENERATED_ID_LENGTH)
}

function placeQuality(type: string, { lt, lg }: Params): Quality[] {
  if (type !== 'geo' || isMissing(lt) || isMissing(lg)) return []
  const at = { lat: numberOf(lt) ?? Number.NaN, lng: numberOf(lg) ?? Number.NaN }
  if (!isOnGlobe(at)) return ['out-of-range']
  return at.lat === 0 && at.lng === 0 ? ['null-island'] : []
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null
}
