import { isRecord } from '#lib/events/is-record.ts'
import type { PushEvent } from '#lib/events/event.ts'

/**
 * Decodes the event in a record of the bus.
 *
 * @throws {SyntaxError} when the text is not JSON or not an event.
 */
export function decodeEvent(value: string): PushEvent {
  const event: unknown = JSON.parse(value)
  if (isPushEvent(event)) return event
  throw new SyntaxError('Cannot read bus record: it is not an event of this platform')
}

/** Decodes the event in a record of the bus; undefined if it is unreadable, because consumers skip such records. */
export function tryDecodeEvent(value: string): PushEvent | undefined {
  try {
    return decodeEvent(value)
  } catch {
    return undefined
  }
}

// Only our own stations write to the bus, so this checks the structure only. Each consumer validates the params it reads.
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
