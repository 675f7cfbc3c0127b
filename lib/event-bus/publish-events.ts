import { messageOf } from '#lib/errors/message-of.ts'
import { RefusedError } from '#lib/errors/refused-error.ts'
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
  /** Absent when tracing is off. */
  readonly tracer?: Tracer | undefined
}

/**
 * Publishes events, each in order with the others of its key. A traced event gets its own span, and the spans of its consumers
 * become children of that span.
 *
 * @throws {UnavailableError} when the bus cannot accept them now.
 * @throws {RefusedError} when the bus will never accept one of them.
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

  const carried = events.map(fromSpan)
  await withinSpans(spans, async () => bus.publish(topic.name, carried.map(recordOf)))
}

function recordOf(event: PushEvent): BusRecord {
  return { key: partitionKey(event), value: textOf(event), timestamp: timestampOf(event) }
}

function textOf(event: PushEvent): string {
  try {
    return JSON.stringify(event)
  } catch (error) {
    throw new RefusedError(`Cannot write event as JSON: ${messageOf(error)}`, { cause: error })
  }
}

// Brokers refuse records from the future, and a wrong clock of one tracker must not block the bus.
function timestampOf({ data }: PushEvent): number {
  return Math.max(0, Math.min(data.meta.receivedAt, Date.now()))
}
