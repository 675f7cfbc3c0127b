import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import { newId } from '#lib/ids/new-id.ts'

/** A valid event that a station has to tell. */
export function anOutgoingEvent(over: Partial<OutgoingEvent> = {}): OutgoingEvent {
  return { id: newId(), type: 'srch', time: 1_760_000_000_000, params: { word: 'bike' }, ...over }
}
