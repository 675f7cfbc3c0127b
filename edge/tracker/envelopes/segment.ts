import { createHash } from 'node:crypto'
import { isDeviceId } from '#lib/events/device-id.ts'
import type { Params } from '#lib/events/event.ts'
import { isRecord } from '#lib/events/is-record.ts'
import { NO_OBJECT, isEventId, type RawEvent, type Refusal } from '../read-event.ts'

/** The calls of Segment's API: each is an endpoint, and the type of a message in a batch. */
const SEGMENT_CALLS = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const
export type SegmentCall = (typeof SEGMENT_CALLS)[number]

/** Where clients post single messages: most by the name of the call, Segment's own browser client by its first letter. */
export const SEGMENT_PATHS: readonly (readonly [path: string, call: SegmentCall])[] = SEGMENT_CALLS.flatMap(
  (call) => [[`/v1/${call}`, call] as const, [`/v1/${call.slice(0, 1)}`, call] as const],
)

/** Where clients post batches; the last one is RudderStack's, for beacons. */
export const BATCH_PATHS: readonly string[] = ['/v1/batch', '/v1/b', '/v1/import', '/beacon/v1/batch']

const IDENTITIES = ['messageId', 'anonymousId', 'userId']
const PLAIN_FIELDS = ['id', 'ts', 'di', 'params']

const HASHED_ID_LENGTH = 32

// Words of the message itself: a property of that name is another thing, whether the message says the word or not.
const OWN_WORDS: ReadonlySet<string> = new Set([
  'anonymousId',
  'context',
  'previousId',
  'properties',
  'traits',
  'userId',
])

// What tells of the app and the page; addresses, places and ids of the phone are nobody's business.
const CONTEXT_FIELDS = ['app', 'campaign', 'device', 'library', 'locale', 'os', 'page', 'screen', 'timezone']
const DEVICE_FIELDS = ['manufacturer', 'model', 'name', 'type']

/**
 * The call that an object is a message of, by three things together: its type is one of Segment's, it says who or which message
 * in Segment's words, and nothing in the words of a plain event; a `messageId` settles it, for no other form has one.
 */
export function segmentCallOf(value: Record<string, unknown>): SegmentCall | undefined {
  const call = SEGMENT_CALLS.find((known) => known === value['type'])
  if (call === undefined) return undefined
  const isNamed = IDENTITIES.some((field) => isGiven(value[field]))
  const isPlain = !isGiven(value['messageId']) && PLAIN_FIELDS.some((field) => isGiven(value[field]))
  return isNamed && !isPlain ? call : undefined
}

/**
 * A message of a Segment client (https://segment.com/docs/connections/spec/): what is tracked goes by its own name, every
 * other call by the call's. `anonymousId`, or else `userId`, is the device, where it can be one; properties or traits are the
 * params, and with them whatever else the message says. Properties and traits that are called like something the message says
 * itself are kept beside it, as `properties` and `traits`.
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
    // Where Segment's own servers are to send it, and what its client counted.
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

/** Params with those of an object; the ones whose names are taken stand beside the others, under a name of their own. */
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

// What is no text is judged like any other device.
function canBeDevice(identity: unknown): boolean {
  return isGiven(identity) && (typeof identity !== 'string' || isDeviceId(identity))
}

function given(fields: Params): Params {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => isGiven(value)))
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

// An id of another shape is as good a name for the same message: its hash is one too.
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
