import type { EventMeta, PushEvent, Quality } from '#lib/events/event.ts'
import { decodeTracked, type TrackedEvent } from '#lib/events/tracked-event.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import type { StreamEntry } from '#lib/stream-log/stream-log.ts'
import { runStep } from './run-step.ts'
import type { Step } from './steps/step.ts'
import type { StepFailed } from './watch-steps.ts'

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
  /** `unreadable`, `bus` where that will never take it, or the step that buried it. */
  readonly buriedBy: string
  readonly reason: string
}

/**
 * Reads an entry and takes it through the steps, in order; the first that buries it ends the way. It goes on without the
 * fields of one that fails, and is marked by its name.
 */
export function enrichEntry(entry: StreamEntry, steps: readonly Step[], onFailed: StepFailed): Enriched {
  let tracked: TrackedEvent
  try {
    tracked = decodeTracked(entry.value)
  } catch (error) {
    return bury(entry, 'unreadable', messageOf(error))
  }
  const { receivedAt, protocol, pod, quality, person, key, attributes, ip } = tracked
  const failed: Quality[] = []
  const meta: EventMeta = {
    receivedAt,
    protocol,
    pod,
    ...(quality.length > 0 && { quality }),
    ...(person !== undefined && { proven: true, person }),
    ...(key !== undefined && { key }),
    ...(attributes !== undefined && { attributes }),
    ip,
  }
  for (const step of steps) {
    const outcome = runStep(step, tracked, entry, meta)
    if (outcome.kind === 'bury') return bury(entry, step.name, outcome.reason)
    if (outcome.kind === 'keep') {
      Object.assign(meta, outcome.meta)
    } else {
      onFailed(step.name, outcome.error)
      failed.push(`${step.name}-failed`)
    }
  }
  return {
    entry,
    event: toEvent(tracked, failed.length > 0 ? { ...meta, quality: [...quality, ...failed] } : meta),
  }
}

function bury(entry: StreamEntry, buriedBy: string, reason: string): Buried {
  return { entry, buriedBy, reason: `${buriedBy}: ${reason}` }
}

function toEvent(tracked: TrackedEvent, meta: EventMeta): PushEvent {
  const { id, source, clientSource, type, device, time, traceparent, replay, params } = tracked
  return {
    specversion: '1.0',
    id,
    source,
    clientsource: clientSource,
    type,
    subject: device,
    time: new Date(time).toISOString(),
    datacontenttype: 'application/json',
    traceparent,
    replay,
    data: { params, meta },
  }
}
