import type { PushEvent } from '#lib/events/event.ts'
import type { geo } from '#lib/events/geo.ts'
import type { offr } from '#lib/events/offr.ts'
import type { ActingEvent } from '#lib/events/prove-event.ts'
import type { srch } from '#lib/events/srch.ts'
import { isOnGlobe, type Point } from '#lib/geo/point.ts'

/** The event that made matching look. */
export interface Cause {
  readonly source: string
  /** The client's own, of a CloudEvent. */
  readonly clientsource?: string | undefined
  readonly id: string
  readonly time: number
  /** The span it came from, where it has one. */
  readonly traceparent?: string | undefined
}

/** A proven device says where it is. */
export interface Move {
  readonly device: string
  /** Whose it is, by the key it proved itself with. */
  readonly person: string
  readonly at: Point
  readonly timeMs: number
  readonly cause: Cause
}

/** A search or an offer is to be looked at. */
export interface Change {
  readonly subject: string
  readonly cause: Cause
}

/** What a batch asks of matching. */
export interface Work {
  /** The newest of each device. */
  readonly moves: readonly Move[]
  /** The newest of each subject. */
  readonly changes: readonly Change[]
}

/** An event that matching acts upon. */
export type MatchingEvent = ActingEvent<typeof geo | typeof srch | typeof offr>

/** Sorts the events of a batch; a place that cannot be is moved past. */
export function readBatch(events: readonly MatchingEvent[]): Work {
  const moves = new Map<string, Move>()
  const changes = new Map<string, Change>()
  for (const acting of events) {
    const cause = causeOf(acting.event)
    if ('subject' in acting.value) {
      changes.set(acting.value.subject, { subject: acting.value.subject, cause })
    } else if (acting.by.kind === 'device') {
      const { device, at } = acting.value
      const isNewest = cause.time >= (moves.get(device)?.timeMs ?? -Infinity)
      if (isPlace(at) && isNewest)
        moves.set(device, { device, person: acting.by.person, at, timeMs: cause.time, cause })
    }
  }
  return { moves: [...moves.values()], changes: [...changes.values()] }
}

function isPlace(at: Point): boolean {
  const isNullIsland = at.lat === 0 && at.lng === 0
  return isOnGlobe(at) && !isNullIsland
}

function causeOf({ source, clientsource, id, time, traceparent }: PushEvent): Cause {
  return {
    source,
    ...(clientsource !== undefined && { clientsource }),
    id,
    time: Date.parse(time),
    ...(traceparent !== undefined && { traceparent }),
  }
}
