import type { BusRecord, BusWriter } from '#lib/event-bus/event-bus.ts'
import type { Topic } from '#lib/event-bus/topics.ts'
import type { PushEvent } from '#lib/events/event.ts'
import { partitionKey } from '#lib/events/partition-key.ts'
import { withinSpans } from '#lib/telemetry/within-span.ts'
import type { Span, Tracer } from '#lib/telemetry/tracer.ts'

/** Where events are published. */
export interface PublishPorts {
  readonly bus: BusWriter
  readonly topic: Topic
  /** Absent where nothing is traced. */
  readonly tracer?: Tracer | undefined
}

/**
 * Publishes events, each in order with others of its key. One that is followed goes on from a span of its own, so that what
 * its consumers do is a child of that.
 *
 * @throws {UnavailableError} when the bus cannot take them now.
 */
export async function publishEvents(
  events: readonly PushEvent[],
  { bus, topic, tracer }: PublishPorts,
): Promise<void> {
  const spans: Span[] = []

  function fromSpan(event: PushEvent): PushEvent {
    const span = tracer?.follow(event.traceparent, {
      name: `publish ${topic.name}`,
      kind: 'producer',
      attributes: { 'messaging.destination.name': topic.name },
    })
    if (span === undefined) return event
    spans.push(span)
    return { ...event, traceparent: span.traceparent }
  }

  const records = events.map((event) => recordOf(fromSpan(event)))
  await withinSpans(spans, () => bus.publish(topic.name, records))
}

function recordOf(event: PushEvent): BusRecord {
  return { key: partitionKey(event), value: JSON.stringify(event), timestamp: event.data.meta.receivedAt }
}
