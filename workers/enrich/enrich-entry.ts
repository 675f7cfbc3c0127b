import type { EventMeta, PushEvent, Quality } from '#lib/events/event.ts'
import { decodeTracked, type TrackedEvent } from '#lib/events/tracked-event.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import type { StreamEntry } from '#lib/stream-log/stream-log.ts'
import { runStep } from './run-step.ts'
import type { Step } from './steps/step.ts'
import type { StepFailed } from './create-step-failure-reporter.ts'

/** A stream entry after all steps: an event for the bus, or a buried entry. */
export type Enriched = EnrichedEvent | Buried

/** An entry that becomes an event on the bus. */
export interface EnrichedEvent {
  readonly entry: StreamEntry
  readonly event: PushEvent
}

/** An entry that goes to `push.dead`. */
export interface Buried {
  readonly entry: StreamEntry
  /** `unreadable`, `bus` when the bus refused it, or the name of the step that buried it. */
  readonly buriedBy: string
  readonly reason: string
}

/**
 * Decodes an entry and runs the steps in order, until a step buries it. When a step fails, the event continues without the fields
 * of that step, and its quality has the name of the step.
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
