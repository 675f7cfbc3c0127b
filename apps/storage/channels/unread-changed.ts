import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import { newId } from '#lib/ids/new-id.ts'

/** The event that somebody has less to read in a channel. */
export function unreadChanged(channel: string, nowMs: number): OutgoingEvent {
  return { id: newId(), type: 'chr', time: nowMs, params: { channel } }
}
