import type { ErasedPeople } from '#lib/erasure/follow-erased.ts'
import type { ActingBatch } from '#lib/event-bus/define-consumer.ts'
import type { geo } from '#lib/events/geo.ts'
import type { offr } from '#lib/events/offr.ts'
import type { srch } from '#lib/events/srch.ts'
import type { Courier } from '#lib/outbox/open-courier.ts'
import type { PositionStore } from '#lib/store/positions.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { Tracer } from '#lib/telemetry/tracer.ts'
import { withinSpan } from '#lib/telemetry/within-span.ts'
import { countMatches } from './count-matches.ts'
import { matchSubject, type MatchCounts, type MatcherPorts } from './match-subject.ts'
import { followersOf, moveDevice, placeFollowers } from './move-device.ts'
import { readBatch, type Change, type Move } from './read-batch.ts'

/** What apps/matching stands on. */
export interface MatchingPorts extends MatcherPorts {
  readonly positions: PositionStore
  /** Whose moves are nothing to act upon any more. */
  readonly erased: Pick<ErasedPeople, 'isErased' | 'assertKnown'>
  /** Publishes the notices kept with matches. */
  readonly courier: Pick<Courier, 'flush'>
  readonly metrics: Metrics
  /** Absent where nothing is traced. */
  readonly tracer?: Tracer | undefined
}

/** The events of a batch that matching acts upon. */
type MatchingBatch = Pick<ActingBatch<typeof geo | typeof srch | typeof offr>, 'acting' | 'raw'>

/**
 * Gives the handler of batches of `push.events`: positions, then candidates, rule, matches, notices; it resolves when the
 * notices are on the bus, so that the batch may be committed.
 */
export function openMatcher(ports: MatchingPorts): (batch: MatchingBatch) => Promise<void> {
  const { subjects, positions, erased, metrics, tracer } = ports
  const moves = metrics.counter('push_matching_moves_total', 'Moves of devices by outcome', ['outcome'])
  const matches = countMatches(metrics)
  const latency = metrics.seconds('push_e2e_latency_seconds', 'Time from the tracker to a stage', ['stage'])

  async function handleMove(move: Move): Promise<MatchCounts> {
    const outcome = erased.isErased(move.person) ? 'erased' : await moveDevice(move, { subjects, positions })
    moves.inc({ outcome })
    if (outcome !== 'moved') return NOTHING
    let counts = NOTHING
    for (const { id } of await followersOf(move, subjects)) {
      counts = add(counts, await matchSubject(id, move.cause, ports))
    }
    return counts
  }

  async function handleChange({ subject: id, cause }: Change): Promise<MatchCounts> {
    const device = (await subjects.find(id))?.device
    const position = device === undefined ? undefined : await positions.find(device)
    // A new subject of a phone that is known already begins where the phone is.
    if (position !== undefined) await placeFollowers(position, subjects)
    return matchSubject(id, cause, ports)
  }

  /** Handles what an event asks for, within a span where it is followed; the notices go on from that. */
  function follow<Item extends Move | Change>(
    item: Item,
    handle: (item: Item) => Promise<MatchCounts>,
  ): Promise<MatchCounts> {
    const { cause } = item
    const span = tracer?.follow(cause.traceparent, { name: 'match', kind: 'consumer' })
    if (span === undefined) return handle(item)
    return withinSpan(span, async () => {
      const counts = await handle({ ...item, cause: { ...cause, traceparent: span.traceparent } })
      span.set({ 'push.matches.begun': counts.begun, 'push.matches.ended': counts.ended })
      return counts
    })
  }

  return async function handleBatch({ acting, raw }) {
    erased.assertKnown()
    const work = readBatch(acting)
    let counts = NOTHING
    for (const move of work.moves) counts = add(counts, await follow(move, handleMove))
    for (const change of work.changes) counts = add(counts, await follow(change, handleChange))
    if (counts.begun + counts.ended === 0 && work.moves.length + work.changes.length === 0) return
    matches.inc({ change: 'begun' }, counts.begun)
    matches.inc({ change: 'ended' }, counts.ended)
    // Also when nothing began now: a batch that is handled again after a crash finds its notices written, not told.
    await ports.courier.flush()
    if (counts.begun > 0) {
      latency.observe(
        { stage: 'match' },
        Math.max(0, Date.now() - (raw.records[0]?.timestamp ?? Date.now())) / 1_000,
      )
    }
  }
}

const NOTHING: MatchCounts = { begun: 0, ended: 0 }

function add(a: MatchCounts, b: MatchCounts): MatchCounts {
  return { begun: a.begun + b.begun, ended: a.ended + b.ended }
}
