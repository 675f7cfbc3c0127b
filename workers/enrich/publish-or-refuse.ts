import { messageOf } from '#lib/errors/message-of.ts'
import { RefusedError } from '#lib/errors/refused-error.ts'
import type { PushEvent } from '#lib/events/event.ts'
import type { Buried, EnrichedEvent } from './enrich-entry.ts'

/**
 * Publishes events, and gives those that the bus refuses, with the reason. It finds each by bisection, so that a refused event
 * does not block the others. The other events of the batch may be published twice.
 *
 * @throws {UnavailableError} when the bus is unavailable.
 */
export async function publishOrRefuse(
  items: readonly EnrichedEvent[],
  publish: (events: readonly PushEvent[]) => Promise<void>,
): Promise<Buried[]> {
  if (items.length === 0) return []
  try {
    await publish(items.map(({ event }) => event))
    return []
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    const [only] = items
    if (only !== undefined && items.length === 1) {
      return [{ entry: only.entry, buriedBy: 'bus', reason: `bus: ${messageOf(error)}` }]
    }
  }
  const half = Math.ceil(items.length / 2)
  return [
    ...(await publishOrRefuse(items.slice(0, half), publish)),
    ...(await publishOrRefuse(items.slice(half), publish)),
  ]
}
