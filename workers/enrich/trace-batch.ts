import type { PushEvent } from '#lib/events/event.ts'
import { parseTraceparent } from '#lib/telemetry/trace-context.ts'
import type { EntryOutcome } from '#lib/stream-log/stream-log.ts'
import type { Span, Tracer } from '#lib/telemetry/tracer.ts'
import { errorType } from '#lib/telemetry/within-span.ts'
import type { Enriched } from './enrich-entry.ts'

/** The spans of a batch: one per sampled event, in its own trace, and one for the batch, linked to all of them. */
export interface BatchTrace {
  /** The event with its span as trace parent, if it is sampled. */
  carry(event: PushEvent): PushEvent
  /** Ends the spans of events with their outcome. */
  done(events: readonly PushEvent[], outcome: EntryOutcome): void
  /** Ends the remaining spans; an error marks them as failed. */
  end(error?: unknown): void
}

/** Starts the spans of a batch; a batch without sampled events has no spans. */
export function traceBatch(
  tracer: Tracer | undefined,
  enriched: readonly Enriched[],
  startedAt: number,
): BatchTrace {
  if (tracer === undefined) return NOT_FOLLOWED
  const followed = enriched.flatMap((item) => ('event' in item && isSampled(item.event) ? [item.event] : []))
  if (followed.length === 0) return NOT_FOLLOWED
  const spans = new Map<PushEvent, Span>()
  const batch = tracer.begin({
    name: 'enrich batch',
    kind: 'consumer',
    startedAt,
    attributes: { 'messaging.batch.message_count': enriched.length },
    links: followed.map(({ traceparent = '' }) => traceparent),
  })
  for (const event of followed) {
    const span = tracer.follow(event.traceparent, {
      name: 'enrich',
      kind: 'consumer',
      startedAt,
      links: [batch.traceparent],
    })
    if (span !== undefined) spans.set(event, span)
  }

  return {
    carry(event) {
      const span = spans.get(event)
      return span === undefined ? event : { ...event, traceparent: span.traceparent }
    },
    done(ended, outcome) {
      for (const event of ended) {
        const span = spans.get(event)
        span?.set({ 'push.outcome': outcome })
        span?.end()
        spans.delete(event)
      }
    },
    end(error) {
      for (const span of [...spans.values(), batch]) {
        if (error !== undefined) span.fail(errorType(error))
        span.end()
      }
    },
  }
}

function isSampled({ traceparent }: PushEvent): boolean {
  return traceparent !== undefined && parseTraceparent(traceparent)?.isSampled === true
}

const NOT_FOLLOWED: BatchTrace = {
  carry: (event) => event,
  done: () => undefined,
  end: () => undefined,
}
