import { hasControl } from '#lib/events/has-control.ts'
import { createHash } from 'node:crypto'
import { isDeviceId } from '#lib/events/device-id.ts'
import { serviceOf, type Params, type Quality } from '#lib/events/event.ts'
import { SERVICE_TYPES } from '#lib/events/known-events.ts'
import { numberOf } from '#lib/events/read-number.ts'
import type { TrackedEvent } from '#lib/events/tracked-event.ts'
import { isOnGlobe } from '#lib/geo/point.ts'
import { cutText } from '#lib/text/cut-text.ts'
import { isBlank } from '#lib/text/is-blank.ts'
import { timeOfEvent, type SaidTime } from './time-of-event.ts'

/** An event as a client wrote it, whatever the envelope: nothing in it was checked yet. */
export interface RawEvent extends SaidTime {
  readonly type: unknown
  readonly id: unknown
  readonly device: unknown
  readonly params: Params
  /** The write key that stands in it, where one does. */
  readonly writeKey?: unknown
  /** What its client calls its fields, where not as we do: a refusal is to name what it wrote. */
  readonly names?: FieldNames
  /** True where its client does not listen to what is wrong with it: a human is to see it. */
  readonly isBuriedIfRefused?: boolean
  /** What a CloudEvent says beside all that. */
  readonly origin?: Origin
}

/** The words of a form for what each event has. */
export interface FieldNames {
  readonly type: string
  readonly id: string
  readonly device: string
}

/** Where a CloudEvent comes from, by its own words. */
export interface Origin {
  readonly source: unknown
  /** Its attributes that are none of ours. */
  readonly attributes: Params | undefined
}

/** What the tracker knows of the call that brought an event. Times are milliseconds since 1970. */
export interface Call {
  readonly receivedAt: number
  readonly sentAt: number | undefined
  readonly protocol: string
  readonly pod: string
  readonly source: string
  readonly ip: string | undefined
  readonly userAgent: string | undefined
  /** Names the span that an event goes on from; undefined where it has none. Each event asks once. */
  readonly newTraceparent: () => string | undefined
  /** The device key of the call; an event may carry one of its own. */
  readonly deviceKey: string | undefined
  /** The id of its write key. */
  readonly writeKeyId: string | undefined
  readonly newId: () => string
}

/** Why an event cannot be taken. */
export interface Refusal {
  readonly field: string
  readonly reason: string
  /** The id that the client gave it. */
  readonly id?: unknown
}

const TYPE_LENGTH_MAX = 64
const ID = /^[A-Za-z0-9._-]{1,64}$/u
const CLOUD_EVENT_ID_LENGTH_MAX = 256
const SOURCE_LENGTH_MAX = 512
const GENERATED_ID_LENGTH = 32
const USER_AGENT_LENGTH_MAX = 512

/** Why anything but an object is no event. */
export const NO_OBJECT: Refusal = { field: 'event', reason: 'must be a JSON object' }

const PLAIN_NAMES: FieldNames = { type: 'type', id: 'id', device: 'di' }
const CLOUD_EVENT_NAMES: FieldNames = { ...PLAIN_NAMES, device: 'subject' }

const WRONG_ID = 'must be text of 1–64 characters of A–Z a–z 0–9 . _ -, or a whole number above 0'
const WRONG_CLOUD_EVENT_ID = `must be text of 1 to ${CLOUD_EVENT_ID_LENGTH_MAX} characters, none of them a control character`
const WRONG_SOURCE: Refusal = {
  field: 'source',
  reason: `must be text of 1 to ${SOURCE_LENGTH_MAX} characters, none of them a control character`,
}

/** True for text that can be the id of an event, unless it is a CloudEvent. */
export function isEventId(text: string): boolean {
  return ID.test(text)
}

/** The device key that an event carries in its params. */
export function keyOf({ params: { dk } }: RawEvent): string | undefined {
  return typeof dk === 'string' ? dk : undefined
}

/** The event as it goes into the stream, its device not proven yet; or the field that keeps it out. */
export function readEvent(raw: RawEvent, call: Call): TrackedEvent | Refusal {
  const { type, origin, names = origin === undefined ? PLAIN_NAMES : CLOUD_EVENT_NAMES } = raw
  if (typeof type !== 'string' || isBlank(type) || type.length > TYPE_LENGTH_MAX || hasControl(type)) {
    return { field: names.type, reason: `must be text of 1 to ${TYPE_LENGTH_MAX} characters` }
  }
  const id = idOf(raw, names)
  if (typeof id === 'object') return id
  const clientSource = origin?.source ?? undefined
  if (clientSource !== undefined && !isShortText(clientSource, SOURCE_LENGTH_MAX)) return WRONG_SOURCE
  const device = typeof raw.device === 'number' ? String(raw.device) : (raw.device ?? undefined)
  if (device !== undefined && (typeof device !== 'string' || !isDeviceId(device))) {
    return { field: names.device, reason: 'must name one device in at most 200 characters' }
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

/** True for what is given in the place of an event that cannot be taken. */
export function isRefusal(result: TrackedEvent | RawEvent | Refusal): result is Refusal {
  return 'reason' in result
}

/** The id that a client gave its event, a whole number as its text; or why it is none. */
function idOf({ id, origin }: RawEvent, names: FieldNames): string | undefined | Refusal {
  if (id === undefined || id === null) return undefined
  // Clients that never set their id send 0 in all their events.
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

/** The params without the device key: it opens its device to whoever reads it, and goes no further than here. */
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

// A client that sends again without ids of its own still names the same moment: the copies get one id.
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
