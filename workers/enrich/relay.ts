import { EVENTS } from '#lib/event-bus/topics.ts'
import type { BusRecord, BusWriter } from '#lib/event-bus/event-bus.ts'
import type { PushEvent } from '#lib/events/event.ts'
import { partitionKey } from '#lib/events/partition-key.ts'
import type { Acknowledgement, EntryOutcome, StreamEntry, StreamReader } from '#lib/stream-log/stream-log.ts'
import { bury } from './bury.ts'
import { enrichEntry, type Enriched } from './enrich-entry.ts'
import type { Steps } from './steps/all-steps.ts'

/** What moves entries from the stream to the bus. */
export interface RelayOptions {
  readonly stream: StreamReader
  readonly bus: BusWriter
  readonly steps: Steps
  readonly dedupWindowMs: number
  /** Called with the entries of a batch that are done; the events are there unless they were buried. */
  readonly onDone: (outcome: EntryOutcome, count: number, events: readonly PushEvent[]) => void
}

/**
 * Takes entries all the way: steps, dedup, bus, ack; in that order, so that a crash anywhere repeats an entry and loses
 * none.
 *
 * @throws {UnavailableError} when stream or bus are down; nothing was acked then, and the call may be repeated.
 */
export async function relay(entries: readonly StreamEntry[], options: RelayOptions): Promise<void> {
  const enriched = entries.map((entry) => enrichEntry(entry, options.steps))
  const events = enriched.filter((item) => 'event' in item)
  const dead = enriched.filter((item) => 'reason' in item)
  const isNew = await options.stream.claimNew(
    events.map(({ event, entry }) => ({ key: dedupKey(event), token: entry.token })),
    options.dedupWindowMs,
  )
  const fresh = events.filter((_, index) => isNew[index])
  const copies = events.filter((_, index) => !isNew[index])
  await options.bus.publish(
    EVENTS.name,
    fresh.map(({ event }) => toRecord(event)),
  )
  await bury(dead, options.bus)
  // Ack last: a crash before this line repeats an event, a crash after an early ack would lose it.
  await options.stream.ack([...done(fresh, 'published'), ...done(copies, 'duplicate'), ...done(dead, 'dead')])
  options.onDone(
    'published',
    fresh.length,
    fresh.map(({ event }) => event),
  )
  options.onDone(
    'duplicate',
    copies.length,
    copies.map(({ event }) => event),
  )
  options.onDone('dead', dead.length, [])
}

/** One event is one (source, device, id) within a run of a replay, or within none. */
function dedupKey({ source, subject = '', id, replay = '' }: PushEvent): string {
  // With their lengths in front no two events share a text, whatever stands in the fields.
  return `${source.length}.${subject.length}.${id.length} ${source}${subject}${id}${replay}`
}

function toRecord(event: PushEvent): BusRecord {
  return { key: partitionKey(event), value: JSON.stringify(event), timestamp: event.data.meta.receivedAt }
}

function done(items: readonly Enriched[], outcome: EntryOutcome): Acknowledgement[] {
  return items.map(({ entry }) => ({ token: entry.token, outcome }))
}
