import { EVENTS } from '#lib/event-bus/topics.ts'
import type { BusWriter } from '#lib/event-bus/event-bus.ts'
import { publishEvents } from '#lib/event-bus/publish-events.ts'
import { identityOf } from '#lib/events/event-identity.ts'
import type { PushEvent } from '#lib/events/event.ts'
import type { Acknowledgement, EntryOutcome, StreamEntry, StreamReader } from '#lib/stream-log/stream-log.ts'
import type { Tracer } from '#lib/telemetry/tracer.ts'
import { bury } from './bury.ts'
import { enrichEntry, type Buried, type Enriched, type EnrichedEvent } from './enrich-entry.ts'
import { publishOrRefuse } from './publish-or-refuse.ts'
import type { Step } from './steps/step.ts'
import { traceBatch, type BatchTrace } from './trace-batch.ts'
import type { StepFailed } from './create-step-failure-reporter.ts'

/** The dependencies of the relay, which moves entries from the stream to the bus. */
export interface RelayOptions {
  readonly stream: StreamReader
  readonly bus: BusWriter
  readonly steps: readonly Step[]
  readonly dedupWindowMs: number
  /** Called for each failure of a step. */
  readonly onStepFailed: StepFailed
  /** Called for each completed batch. */
  readonly onDone: (done: DoneBatch) => void
  /** Absent when tracing is off. */
  readonly tracer?: Tracer | undefined
}

/** The outcomes of the entries of a batch, with times in milliseconds since 1970. */
export interface DoneBatch {
  readonly published: readonly EnrichedEvent[]
  readonly duplicate: readonly EnrichedEvent[]
  readonly dead: readonly Buried[]
  /** When all steps had run. */
  readonly enrichedAt: number
  /** When the events were on the bus. */
  readonly publishedAt: number
}

/**
 * Processes entries: steps, dedup, publish, ack. In this order a crash at any point repeats an entry, and never loses
 * one.
 *
 * @throws {UnavailableError} when the stream or the bus is down; then nothing was acked, and the call may be repeated.
 */
export async function relay(entries: readonly StreamEntry[], options: RelayOptions): Promise<void> {
  const takenAt = Date.now()
  const enriched = entries.map((entry) => enrichEntry(entry, options.steps, options.onStepFailed))
  const trace = traceBatch(options.tracer, enriched, takenAt)
  try {
    options.onDone(await pass(enriched, trace, options))
    trace.end()
  } catch (error) {
    trace.end(error)
    throw error
  }
}

async function pass(
  enriched: readonly Enriched[],
  trace: BatchTrace,
  { stream, bus, dedupWindowMs, tracer }: RelayOptions,
): Promise<DoneBatch> {
  const enrichedAt = Date.now()
  const events = enriched.filter((item) => 'event' in item)
  const unread = enriched.filter((item) => 'reason' in item)
  const isNew = await stream.claimNew(
    events.map(({ event, entry }) => ({ key: keyOf(event), token: entry.token })),
    dedupWindowMs,
  )
  const fresh = events.filter((_, index) => isNew[index])
  const duplicate = events.filter((_, index) => !isNew[index])
  const refused = await publishOrRefuse(fresh, (each) =>
    publishEvents(
      each.map((event) => trace.carry(event)),
      { bus, topic: EVENTS, tracer },
    ),
  )
  const publishedAt = Date.now()
  const lost = new Set(refused.map(({ entry }) => entry))
  const published = lost.size === 0 ? fresh : fresh.filter(({ entry }) => !lost.has(entry))
  const dead = [...unread, ...refused]
  await bury(dead, bus)
  // Ack last: a crash before this line repeats an event, a crash after an early ack would lose it.
  await stream.ack([...done(published, 'published'), ...done(duplicate, 'duplicate'), ...done(dead, 'dead')])
  trace.done(eventsOf(published), 'published')
  trace.done(eventsOf(duplicate), 'duplicate')
  trace.done(eventsOf(fresh.filter(({ entry }) => lost.has(entry))), 'dead')
  return { published, duplicate, dead, enrichedAt, publishedAt }
}

function keyOf({ source, clientsource: clientSource, subject: device, id, replay }: PushEvent): string {
  return identityOf({ source, clientSource, device, id, replay })
}

function done(items: readonly Enriched[], outcome: EntryOutcome): Acknowledgement[] {
  return items.map(({ entry }) => ({ token: entry.token, outcome }))
}

function eventsOf(items: readonly EnrichedEvent[]): PushEvent[] {
  return items.map(({ event }) => event)
}
