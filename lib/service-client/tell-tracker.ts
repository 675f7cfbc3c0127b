import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'

/**
 * Posts events to the tracker as a batch, in the name of the client's service; resolves once they are safe there.
 *
 * @throws {UnavailableError} when the tracker did not take them.
 */
export async function tellTracker(tracker: ServiceClient, events: readonly OutgoingEvent[]): Promise<void> {
  const batch = events.map(({ id, type, time, params }) => ({ id, type, ts: time, params }))
  const response = await tracker.call('/v1/batch', { method: 'POST', json: { batch } })
  if (response.status === 413 && events.length > 1) {
    // This tracker's limits are lower than ours: the same in two halves.
    const middle = Math.ceil(events.length / 2)
    await tellTracker(tracker, events.slice(0, middle))
    await tellTracker(tracker, events.slice(middle))
    return
  }
  if (response.status !== 200) {
    throw new UnavailableError(
      `Cannot tell the tracker ${events.length} events: it answered ${response.status}`,
    )
  }
}
