import { tryDecodeEvent } from '#lib/events/decode-event.ts'
import { geo } from '#lib/events/geo.ts'
import { parseParams } from '#lib/events/define-event.ts'
import { serviceOf, type PushEvent } from '#lib/events/event.ts'
import { readGeo } from '#lib/events/read-geo.ts'
import { offr } from '#lib/events/offr.ts'
import { srch } from '#lib/events/srch.ts'
import { isOnGlobe, type Point } from '#lib/geo/point.ts'
import type { ReceivedRecord } from '#lib/event-bus/event-bus.ts'

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
  /** Records that are nothing for matching, or that nobody may believe. */
  readonly passed: number
}

/** Reads a batch of `push.events`; what is not proven, not valid or not for us is moved past. */
export function readBatch(records: readonly ReceivedRecord[]): Work {
  const moves = new Map<string, Move>()
  const changes = new Map<string, Change>()
  let passed = 0
  for (const { value } of records) {
    const event = tryDecodeEvent(value)
    const move = event === undefined ? undefined : readMove(event)
    const change = event === undefined || move !== undefined ? undefined : readChange(event)
    if (move !== undefined && move.timeMs >= (moves.get(move.device)?.timeMs ?? -Infinity))
      moves.set(move.device, move)
    if (change !== undefined) changes.set(change.subject, change)
    if (move === undefined && change === undefined) passed += 1
  }
  return { moves: [...moves.values()], changes: [...changes.values()], passed }
}

function readMove(event: PushEvent): Move | undefined {
  const { person } = event.data.meta
  if (event.type !== geo.name || person === undefined) return undefined
  const parsed = readGeo(event)
  if (!('value' in parsed)) return undefined
  const { device, at } = parsed.value
  const isNullIsland = at.lat === 0 && at.lng === 0
  // The proof is for the subject of the event: params that name another device prove nothing of it.
  if (device !== event.subject || !isOnGlobe(at) || isNullIsland) return undefined
  const cause = causeOf(event)
  return { device, person, at, timeMs: cause.time, cause }
}

function readChange(event: PushEvent): Change | undefined {
  if (serviceOf(event.source) === undefined) return undefined
  const definition = [srch, offr].find(({ name }) => name === event.type)
  if (definition === undefined) return undefined
  const parsed = parseParams(definition, event.data.params)
  return 'value' in parsed ? { subject: parsed.value.subject, cause: causeOf(event) } : undefined
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
