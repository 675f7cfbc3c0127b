import { isRecord } from '#lib/events/is-record.ts'
import { NO_OBJECT, type RawEvent, type Refusal } from '../read-event.ts'
import { isCloudEvent, readCloudEvent } from './cloud-events.ts'
import { readPlainEvent } from './plain.ts'
import { readSegmentMessage, segmentCallOf } from './segment.ts'

/** The event in a JSON value: a CloudEvent, a Segment message or a plain event. The fields decide which one it is. */
export function readEventObject(value: unknown): RawEvent | Refusal {
  if (!isRecord(value)) return NO_OBJECT
  if (isCloudEvent(value)) return readCloudEvent(value)
  const call = segmentCallOf(value)
  return call === undefined ? readPlainEvent(value) : readSegmentMessage(call, value)
}
