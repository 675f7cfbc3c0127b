import type { PushEvent } from '#lib/events/event.ts'
import type { geo } from '#lib/events/geo.ts'
import type { Hops } from '#lib/events/match-notice.ts'
import type { offr } from '#lib/events/offr.ts'
import type { ActingEvent } from '#lib/events/prove-event.ts'
import type { srch } from '#lib/events/srch.ts'
import { isOnGlobe, type Point } from '#lib/geo/point.ts'

/** The event that triggered matching. */
export interface Cause {
  readonly source: string
  /** The source in the client's own CloudEvent. */
  readonly clientsource?: string | undefined
  readonly id: string
  readonly time: number
  readonly type?: string | undefined
  /** When stations had the event. */
  readonly hops?: Hops | undefined
  /** The span of the event; absent when it is not traced. */
  readonly traceparent?: string | undefined
}

/** A position that a proven device reports. */
export interface Move {
  readonly device: string
  /** The owner, from the key of the device. */
  readonly person: string
  readonly at: Point
  /** How far it may be away from there, in metres; undefined when it did not say. */
  readonly accuracyMeters?: number | undefined
  readonly timeMs: number
  /** When the platform received it, in milliseconds since 1970. */
  readonly receivedMs: number
  readonly cause: Cause
}

/** A search or an offer that changed. */
export interface Change {
  readonly subject: string
  /** The device that it followed before. */
  readonly followed?: string | undefined
  readonly cause: Cause
}

/** The work in a batch. */
export interface Work {
  /** For each device its moves, oldest first. Which of them counts is known only after all of them were checked. */
  readonly moves: readonly (readonly Move[])[]
  /** The newest change of each subject. (Of several devices that it followed in one batch, the last one is kept.) */
  readonly changes: readonly Change[]
}

/** An event that matching handles. */
export type MatchingEvent = ActingEvent<typeof geo | typeof srch | typeof offr>

// More than any region is wide: such a fix says nothing.
const ACCURACY_METERS_MAX = 100_000

/**
 * Reads the moves and changes of a batch; impossible positions, and those with an impossible accuracy, are ignored.
 *
 * @param taken when the batch was read from the bus
 */
export function readBatch(events: readonly MatchingEvent[], taken?: number): Work {
  const moves = new Map<string, Move[]>()
  const changes = new Map<string, Change>()
  for (const acting of events) {
    const cause = causeOf(acting.event, taken)
    if ('subject' in acting.value) {
      const { subject, followed = changes.get(subject)?.followed } = acting.value
      changes.set(subject, { subject, followed, cause })
    } else if (acting.by.kind === 'device') {
      const { device, at, accuracyMeters } = acting.value
      if (!isPlace(at) || !isAccuracy(accuracyMeters)) continue
      const { receivedAt } = acting.event.data.meta
      const times = { timeMs: cause.time, receivedMs: receivedAt }
      const move = { device, person: acting.by.person, at, accuracyMeters, ...times, cause }
      moves.set(device, [...(moves.get(device) ?? []), move])
    }
  }
  return {
    moves: [...moves.values()].map((list) => list.toSorted((a, b) => a.timeMs - b.timeMs)),
    changes: [...changes.values()],
  }
}

function isPlace(at: Point): boolean {
  const isNullIsland = at.lat === 0 && at.lng === 0
  return isOnGlobe(at) && !isNullIsland
}

function isAccuracy(meters = 0): boolean {
  return meters >= 0 && meters <= ACCURACY_METERS_MAX
}

function causeOf(event: PushEvent, taken: number | undefined): Cause {
  const { source, clientsource, id, time, type, traceparent, data } = event
  const { receivedAt: received, enrichedAt: enriched } = data.meta
  return {
    source,
    ...(clientsource !== undefined && { clientsource }),
    id,
    time: Date.parse(time),
    type,
    hops: { received, ...(enriched !== undefined && { enriched }), ...(taken !== undefined && { taken }) },
    ...(traceparent !== undefined && { traceparent }),
  }
}
