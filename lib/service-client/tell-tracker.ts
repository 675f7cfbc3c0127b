import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'

/**
 * Posts events to the tracker as a batch, as the service of the client; resolves when the tracker has stored them.
 *
 * @throws {UnavailableError} when the tracker did not accept them.
 */
export async function tellTracker(tracker: ServiceClient, events: readonly OutgoingEvent[]): Promise<void> {
  const batch = events.map(({ id, type, time, params }) => ({ id, type, ts: time, params }))
  const response = await tracker.call('/v1/batch', { method: 'POST', json: { batch } })
  if (response.status === 413 && events.length > 1) {
    // The batch exceeds the limit of this tracker: send it in two halves.
    const middle = Math.ceil(events.length / 2)
    await tellTracker(tracker, events.slice(0, middle))
    await tellTracker(tracker, events.slice(middle))
    return
  }
  if (response.status !== 200) {
    throw new UnavailableError(
      `Cannot send ${events.length} events to the tracker: it answered ${response.status}`,
    )
  }
}
