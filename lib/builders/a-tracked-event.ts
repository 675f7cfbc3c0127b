import type { TrackedEvent } from '#lib/events/tracked-event.ts'
import { newId } from '#lib/ids/new-id.ts'

/** An event as the tracker leaves it in the stream, of a phone that did not prove itself. */
export function aTrackedEvent(over: Partial<TrackedEvent> = {}): TrackedEvent {
  return {
    id: newId(),
    type: 'w',
    source: '/tracker/local',
    clientSource: undefined,
    device: 'phone-1',
    time: 1_700_000_000_000,
    receivedAt: Date.now(),
    protocol: 'get',
    pod: 'pod-1',
    params: { di: 'phone-1' },
    attributes: undefined,
    ip: undefined,
    userAgent: undefined,
    quality: [],
    person: undefined,
    key: undefined,
    traceparent: undefined,
    replay: undefined,
    ...over,
  }
}
