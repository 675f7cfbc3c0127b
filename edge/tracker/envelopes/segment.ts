import { createHash } from 'node:crypto'
import { isRecord } from '#lib/events/is-record.ts'
import { NO_OBJECT, isEventId, type RawEvent, type Refusal } from '../read-event.ts'

/** The calls of Segment's API: each is an endpoint, and the type of a message in a batch. */
export const SEGMENT_CALLS = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const
export type SegmentCall = (typeof SEGMENT_CALLS)[number]

const IDENTITIES = ['messageId', 'anonymousId', 'userId']
const PLAIN_FIELDS = ['id', 'ts', 'di', 'params']

const HASHED_ID_LENGTH = 32

// What tells of the app and the page; addresses, places and ids of the phone are nobody's business.
const CONTEXT_FIELDS = ['app', 'campaign', 'device', 'library', 'locale', 'os', 'page', 'screen', 'timezone']
const DEVICE_FIELDS = ['manufacturer', 'model', 'name', 'type']

/**
 * The call that an object is a message of, by three things together: its type is one of Segment's, it says who or which message
 * in Segment's words, and nothing in the words of a plain event.
 */
export function segmentCallOf(value: Record<string, unknown>): SegmentCall | undefined {
  const call = SEGMENT_CALLS.find((known) => known === value['type'])
  if (call === undefined) return undefined
  const isNamed = IDENTITIES.some((field) => isGiven(value[field]))
  return isNamed && !PLAIN_FIELDS.some((field) => value[field] !== undefined) ? call : undefined
}

/**
 * A message of a Segment client (https://segment.com/docs/connections/spec/): what is tracked goes by its own name, every
 * other call by the call's. `anonymousId`, or else `userId`, is the device; properties or traits are the params, and with
 * them whatever else the message says.
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
    integrations: _integrations,
    _metadata,
    ...others
  } = value
  const isAnonymous = isGiven(anonymousId)
  return {
    type: call === 'track' ? event : call,
    id: fittingId(messageId),
    time: timestamp ?? originalTimestamp ?? undefined,
    sentAt,
    device: isAnonymous ? anonymousId : isGiven(userId) ? userId : undefined,
    params: {
      ...others,
      ...(isAnonymous && isGiven(userId) && { userId }),
      ...(isRecord(context) && { context: shortened(context) }),
      ...recordOf(traits),
      ...recordOf(properties),
    },
    writeKey,
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {}
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
