import { serviceOf, type PushEvent } from '#lib/events/event.ts'

/**
 * Returns the partition key of an event: the owner for events of services, else the device (for notices: the pair), else the
 * event's own id.
 */
export function partitionKey(event: PushEvent): string {
  const { owner } = event.data.params
  if (serviceOf(event.source) !== undefined && typeof owner === 'string') return owner
  return event.subject ?? event.id
}
