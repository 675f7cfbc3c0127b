import type { EventMeta, PushEvent } from '#lib/events/event.ts'
import { decodeTracked, type TrackedEvent } from '#lib/events/tracked-event.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import type { StreamEntry } from '#lib/stream-log/stream-log.ts'
import type { Step } from './steps/step.ts'

/** A stream entry after all steps: an event for the bus, or the reason to bury it. */
export type Enriched = EnrichedEvent | Buried

/** An entry that goes on. */
export interface EnrichedEvent {
  readonly entry: StreamEntry
  readonly event: PushEvent
}

/** An entry that goes no further. */
export interface Buried {
  readonly entry: StreamEntry
  /** `unreadable`, or the step that buried it. */
  readonly buriedBy: string
  readonly reason: string
}

/** Reads an entry and takes it through the steps, in order; the first that buries it ends the way. */
export function enrichEntry(entry: StreamEntry, steps: readonly Step[]): Enriched {
  let tracked: TrackedEvent
  try {
    tracked = decodeTracked(entry.value)
  } catch (error) {
    return bury(entry, 'unreadable', messageOf(error))
  }
  const { receivedAt, protocol, pod, quality, person, key, ip } = tracked
  const meta: EventMeta = {
    receivedAt,
    protocol,
    pod,
    ...(quality.length > 0 && { quality }),
    ...(person !== undefined && { proven: true, person }),
    ...(key !== undefined && { key }),
    ip,
  }
  for (const step of steps) {
    try {
      const outcome = step(tracked, entry)
      if (outcome.kind === 'bury') return bury(entry, step.name, outcome.reason)
      Object.assign(meta, outcome.meta)
    } catch (error) {
      return bury(entry, step.name, messageOf(error))
    }
  }
  return { entry, event: toEvent(tracked, meta) }
}

function bury(entry: StreamEntry, buriedBy: string, reason: string): Buried {
  return { entry, buriedBy, reason: `${buriedBy}: ${reason}` }
}

function toEvent(tracked: TrackedEvent, meta: EventMeta): PushEvent {
  const { id, source, type, device, time, traceparent, replay, params } = tracked
  return {
    specversion: '1.0',
    id,
    source,
    type,
    subject: device,
    time: new Date(time).toISOString(),
    datacontenttype: 'application/json',
    traceparent,
    replay,
    data: { params, meta },
  }
}
