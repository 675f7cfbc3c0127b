import { isRecord } from '#lib/events/is-record.ts'
import type { PushEvent } from '#lib/events/event.ts'

/**
 * The event in a record of the bus.
 *
 * @throws {SyntaxError} when the text is no such event; the message says so.
 */
export function decodeEvent(value: string): PushEvent {
  const event: unknown = JSON.parse(value)
  if (isPushEvent(event)) return event
  throw new SyntaxError('Cannot read bus record: it is no event of ours')
}

/** The event in a record of the bus, undefined where there is none: consumers move past what they cannot read. */
export function tryDecodeEvent(value: string): PushEvent | undefined {
  try {
    return decodeEvent(value)
  } catch {
    return undefined
  }
}

// What a trusted writer of ours wrote is checked for its outline only; params are checked by whoever reads them.
function isPushEvent(value: unknown): value is PushEvent {
  if (!isRecord(value) || !isRecord(value['data'])) return false
  const { specversion, id, source, type, time, data } = value
  return (
    specversion === '1.0' &&
    [id, source, type, time].every((field) => typeof field === 'string') &&
    isRecord(data['params']) &&
    isRecord(data['meta']) &&
    typeof data['meta']['receivedAt'] === 'number'
  )
}
