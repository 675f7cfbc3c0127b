import { isRecord } from '#lib/events/is-record.ts'
import { parseExactJson } from '#lib/http/parse-exact-json.ts'
import { ProblemError, badField } from '#lib/http/problem.ts'
import { decodeText } from '#lib/http/read-json.ts'
import type { RawEvent, Refusal } from '../read-event.ts'
import { readCloudEvent } from './cloud-events.ts'
import type { Form } from './forms.ts'
import { SEGMENT_TYPES } from './media-type.ts'
import { LINE_TYPES, linesIn, textOfLine } from './ndjson.ts'
import { readEventObject } from './read-event-object.ts'

/** The body of a batch call. Its events are not read yet, because there may be too many. */
export interface BatchBody {
  readonly items: readonly unknown[]
  readonly read: (item: unknown) => RawEvent | Refusal
  /** When the client says it sent the batch, by its own clock. */
  readonly sentAt?: unknown
  /** The write key of all its events. */
  readonly writeKey?: unknown
}

/** Limits of a batch. */
export interface BatchLimits {
  readonly batchEventsMax: number
  readonly jsonDepthMax: number
}

/** A form of a body with many events. */
export interface BatchForm extends Form {
  /** @throws {ProblemError} 400 if the body is not a batch. */
  open(body: Uint8Array, limits: BatchLimits): BatchBody
}

/** The forms that `POST /v1/batch` reads. */
export const BATCH_FORMS: readonly BatchForm[] = [
  { mediaTypes: SEGMENT_TYPES, open: openJson },
  { mediaTypes: ['application/cloudevents-batch+json'], open: openCloudEvents },
  { mediaTypes: LINE_TYPES, open: openLines },
]

// Refused beside "batch", because the events would silently lose them. Other fields beside "batch" are ignored: some clients
// write the time of the batch there.
const OF_EACH_EVENT = 'di dk ts params userId anonymousId event properties traits'.split(' ')

function openJson(body: Uint8Array, { jsonDepthMax }: BatchLimits): BatchBody {
  // A batch wraps its events in an array in an object: two more levels than one event.
  const value = parseExactJson(decodeText(body), jsonDepthMax + 2)
  if (Array.isArray(value)) return { items: value, read: readEventObject }
  if (!isRecord(value) || !Array.isArray(value['batch'])) {
    throw badField('batch', 'must be an array of events, alone or in {"sentAt", "batch"}')
  }
  const misplaced = OF_EACH_EVENT.find((name) => value[name] !== undefined && value[name] !== null)
  if (misplaced !== undefined) throw badField(misplaced, 'must be in each event of "batch"')
  const { batch: items, sentAt, writeKey, context } = value
  const read = isRecord(context) ? (item: unknown) => readEventObject(within(context, item)) : readEventObject
  return { items, read, sentAt, writeKey }
}

/** An event with the shared context of its batch: Segment's clients send it once (https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/#batch). */
function within(shared: Record<string, unknown>, item: unknown): unknown {
  if (!isRecord(item)) return item
  const { context } = item
  return { ...item, context: isRecord(context) ? { ...shared, ...context } : (context ?? shared) }
}

function openCloudEvents(body: Uint8Array, { jsonDepthMax }: BatchLimits): BatchBody {
  const items = parseExactJson(decodeText(body), jsonDepthMax + 1)
  if (!Array.isArray(items)) throw badField('batch', 'must be an array of CloudEvents')
  return { items, read: readCloudEvent }
}

function openLines(body: Uint8Array, { batchEventsMax, jsonDepthMax }: BatchLimits): BatchBody {
  function read(line: unknown): RawEvent | Refusal {
    try {
      return readEventObject(parseExactJson(textOfLine(line), jsonDepthMax))
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      // A bad line does not affect other lines.
      return { field: 'line', reason: `cannot be read: ${error.problem.detail}` }
    }
  }

  // One more than the limit, so that the caller sees that there are too many.
  return { items: linesIn(body, batchEventsMax + 1), read }
}
