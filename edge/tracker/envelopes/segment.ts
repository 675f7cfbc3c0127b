import { createHash } from 'node:crypto'
import { isDeviceId } from '#lib/events/device-id.ts'
import type { Params } from '#lib/events/event.ts'
import { isRecord } from '#lib/events/is-record.ts'
import { NO_OBJECT, isEventId, type RawEvent, type Refusal } from '../read-event.ts'

/** The calls of Segment's API: each one is an endpoint, and a type of message in a batch. */
const SEGMENT_CALLS = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const
export type SegmentCall = (typeof SEGMENT_CALLS)[number]

/** Paths of single messages. Most clients use the name of the call, Segment's own browser client only its first letter. */
export const SEGMENT_PATHS: readonly (readonly [path: string, call: SegmentCall])[] = SEGMENT_CALLS.flatMap(
  (call) => [[`/v1/${call}`, call] as const, [`/v1/${call.slice(0, 1)}`, call] as const],
)

/** Paths of batches; RudderStack sends beacons to the last one. */
export const BATCH_PATHS: readonly string[] = ['/v1/batch', '/v1/b', '/v1/import', '/beacon/v1/batch']

const IDENTITIES = ['messageId', 'anonymousId', 'userId']
const PLAIN_FIELDS = ['id', 'ts', 'di', 'params']

const HASHED_ID_LENGTH = 32

// Fields of the message itself. A property of the same name means something else, even if the message has no such field.
const OWN_WORDS: ReadonlySet<string> = new Set([
  'anonymousId',
  'context',
  'previousId',
  'properties',
  'traits',
  'userId',
])

// Only facts about the app and the page. Addresses, places and ids of the phone are private.
const CONTEXT_FIELDS = ['app', 'campaign', 'device', 'library', 'locale', 'os', 'page', 'screen', 'timezone']
const DEVICE_FIELDS = ['manufacturer', 'model', 'name', 'type']

/**
 * The Segment call of an object; undefined if it is not a Segment message. A message has a type of Segment's, an id or a person
 * in a field of Segment's, and no field of a plain event, unless it has a `messageId`: no other form has that.
 */
export function segmentCallOf(value: Record<string, unknown>): SegmentCall | undefined {
  const call = SEGMENT_CALLS.find((known) => known === value['type'])
  if (call === undefined) return undefined
  const isNamed = IDENTITIES.some((field) => isGiven(value[field]))
  const isPlain = !isGiven(value['messageId']) && PLAIN_FIELDS.some((field) => isGiven(value[field]))
  return isNamed && !isPlain ? call : undefined
}

/**
 * The event of a Segment message (https://segment.com/docs/connections/spec/). Its type is `event` for `track`, else the name of
 * the call. Its device is `anonymousId`, or else `userId`, if it can be a device id. Its params are the properties or traits, and
 * all other fields of the message. Properties and traits with the same name as a field of the message are kept in params of
 * their own, `properties` and `traits`.
 */
export function readSegmentMessage(call: SegmentCall, value: unknown): RawEvent | Refusal {
  if (!isRecord(value)) return NO_OBJECT
  const {
    type: _type,
    event,
    messageId,
    timestamp,
    originalTimestamp,
    sentAt,
    anonymousId,
    userId,
    properties,
    traits,
    context,
    writeKey,
    // Instructions for Segment's own servers, and counters of its client.
    integrations: _integrations,
    _metadata,
    ...others
  } = value
  const identities = { anonymousId, userId }
  const device = Object.values(identities).find(canBeDevice)
  const own = given({
    ...others,
    ...(call !== 'track' && { event }),
    ...(device !== anonymousId && { anonymousId }),
    ...(device !== userId && { userId }),
    context: isRecord(context) ? shortened(context) : undefined,
  })
  return {
    type: call === 'track' ? event : call,
    id: fittingId(messageId),
    time: [timestamp, originalTimestamp].find(isGiven) ?? timestamp,
    sentAt: isGiven(sentAt) ? sentAt : undefined,
    device,
    params: withBeside(
      withBeside(own, 'properties', properties),
      'traits',
      call === 'identify' && !isGiven(traits) && isRecord(context) ? context['traits'] : traits,
    ),
    writeKey,
    names: {
      type: call === 'track' ? 'event' : 'type',
      id: 'messageId',
      device: device === anonymousId ? 'anonymousId' : 'userId',
    },
    isBuriedIfRefused: true,
  }
}

/** The params and the entries of an object, merged. Entries whose names are taken go into one param with the given name. */
function withBeside(params: Params, name: 'properties' | 'traits', added: unknown): Params {
  if (!isRecord(added)) return isGiven(added) ? { ...params, [name]: added } : params
  const entries = Object.entries(added).filter(
    ([key, value]) => !Object.hasOwn(params, key) || params[key] !== value,
  )
  const isTaken = ([key]: [string, unknown]) => OWN_WORDS.has(key) || Object.hasOwn(params, key)
  const taken = entries.filter(isTaken)
  return {
    ...params,
    ...Object.fromEntries(entries.filter((entry) => !isTaken(entry))),
    ...(taken.length > 0 && { [name]: Object.fromEntries(taken) }),
  }
}

// `readEvent()` checks values that are not text.
function canBeDevice(identity: unknown): boolean {
  return isGiven(identity) && (typeof identity !== 'string' || isDeviceId(identity))
}

function given(fields: Params): Params {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => isGiven(value)))
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

// An id of a wrong shape still identifies the message, so its hash does too.
function fittingId(messageId: unknown): unknown {
  if (!isGiven(messageId)) return undefined
  if (typeof messageId !== 'string' || isEventId(messageId)) return messageId
  return createHash('sha256').update(messageId).digest('hex').slice(0, HASHED_ID_LENGTH)
}

function shortened(context: Record<string, unknown>): Record<string, unknown> {
  const kept = only(context, CONTEXT_FIELDS)
  return isRecord(kept['device']) ? { ...kept, device: only(kept['device'], DEVICE_FIELDS) } : kept
}

function only(value: Record<string, unknown>, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap((field) => (value[field] === undefined ? [] : [[field, value[field]]])),
  )
}
