import type { ErasedPeople } from '#lib/erasure/follow-erased.ts'
import type { ActingBatch } from '#lib/event-bus/define-consumer.ts'
import type { geo } from '#lib/events/geo.ts'
import type { offr } from '#lib/events/offr.ts'
import type { srch } from '#lib/events/srch.ts'
import type { PushEvent } from '#lib/events/event.ts'
import { mergeBatches } from '#lib/loop/merge-batches.ts'
import type { RightOfWay } from '#lib/loop/right-of-way.ts'
import { LEASE_MS, type Courier } from '#lib/outbox/open-courier.ts'
import type { PositionStore } from '#lib/store/positions.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { Span, Tracer } from '#lib/telemetry/tracer.ts'
import { withinSpans } from '#lib/telemetry/within-span.ts'
import { createMatchCounter, matchSubjects, type MatcherPorts } from './match-subjects.ts'
import { moveDevices } from './move-devices.ts'
import type { Affected, Reason } from './read-affected.ts'
import { readBatch, type Cause, type Work } from './read-batch.ts'

/** The dependencies of the matcher. */
export interface MatchingPorts extends MatcherPorts {
  readonly positions: PositionStore
  /** The erased people, whose moves are ignored. */
  readonly erased: Pick<ErasedPeople, 'isErased' | 'assertKnown'>
  /** Publishes the stored notices of matches. */
  readonly courier: Pick<Courier<PushEvent>, 'flush' | 'carry'>
  /** Moves and edits go before the offers of bulks. */
  readonly way: RightOfWay
  readonly metrics: Metrics
  /** Absent when tracing is off. */
  readonly tracer?: Tracer | undefined
}

/** The parts of a batch that matching reads. */
type MatchingBatch = Pick<ActingBatch<typeof geo | typeof srch | typeof offr>, 'acting' | 'raw'>

// Most of what a small batch costs does not depend on its size: when there is much to do, partitions are handled together.
const BATCHES_IN_FLIGHT = 2
const EVENTS_MAX = 1_000

/** Creates the handler for batches of `push.events`. Batches that wait at the same time are handled as one. */
export function createMatcher(ports: MatchingPorts): (batch: MatchingBatch) => Promise<void> {
  const handle = mergeBatches({
    handle: createBatchHandler(ports),
    merge: (batches) => ({
      acting: batches.flatMap(({ acting }) => acting),
      raw: { ...batches[0].raw, records: batches.flatMap(({ raw }) => raw.records) },
    }),
    sizeOf: ({ acting }) => acting.length,
    inFlight: BATCHES_IN_FLIGHT,
    sizeMax: EVENTS_MAX,
  })
  return (batch) => ports.way.first(() => handle(batch))
}

/**
 * Creates the handler of one batch: it writes positions, queries candidates, applies the rule, and writes
 * matches with notices. All that a batch moves and changes is handled together. It resolves when the notices are on the bus, so that
 * the batch may be committed.
 */
function createBatchHandler(ports: MatchingPorts): (batch: MatchingBatch) => Promise<void> {
  const { positions, erased, metrics, tracer } = ports
  const moves = metrics.counter('push_matching_moves_total', 'Moves of devices by outcome', ['outcome'])
  const matches = createMatchCounter(metrics)
  const latency = metrics.seconds('push_e2e_latency_seconds', 'Time from the tracker to a stage', ['stage'])

  /** Writes the positions of a batch, and gives what it affects. */
  async function affectedBy(work: Work, follow: (cause: Cause) => Cause): Promise<Affected> {
    const believed = work.moves
      .map((list) => list.filter(({ person }) => !erased.isErased(person)))
      .filter((list) => list.length > 0)
    const ignored = work.moves.flat().length - believed.flat().length
    if (ignored > 0) moves.inc({ outcome: 'erased' }, ignored)
    const moved = await moveDevices(believed, positions)
    for (const outcome of moved.outcomes) moves.inc({ outcome })
    const ids = new Map<string, Reason>()
    const devices = new Map<string, Reason>()
    for (const { subject, followed, cause } of work.changes) {
      const reason = { cause: follow(cause), mayBegin: true }
      ids.set(subject, reason)
      if (followed !== undefined) devices.set(followed, reason)
    }
    for (const { device, cause, isLate } of moved.moves) {
      // A change of a follower lets pairs begin although the move came late.
      if (!isLate || !devices.has(device)) devices.set(device, { cause: follow(cause), mayBegin: !isLate })
    }
    return { ids, devices }
  }

  return async function handleBatch({ acting, raw }) {
    erased.assertKnown()
    const work = readBatch(acting, Date.now())
    if (work.moves.length + work.changes.length === 0) return
    const spans: Span[] = []
    // A traced event has a span from here on, and the notices that it causes continue its trace.
    const follow = (cause: Cause): Cause => {
      const span = tracer?.follow(cause.traceparent, { name: 'match', kind: 'consumer' })
      if (span === undefined) return cause
      spans.push(span)
      return { ...cause, traceparent: span.traceparent }
    }
    const affected = await affectedBy(work, follow)
    const { begun, ended, leased } = await withinSpans(spans, () =>
      matchSubjects(affected, { ...ports, leaseMs: LEASE_MS }),
    )
    matches.inc({ change: 'begun' }, begun)
    matches.inc({ change: 'ended' }, ended)
    // Notices that a dead process stored and did not publish are published by the next sweep of the courier.
    const isMoreStored = ended > 0 || leased.length < begun
    await Promise.all([ports.courier.carry(leased), isMoreStored ? ports.courier.flush() : undefined])
    if (begun > 0) {
      latency.observe(
        { stage: 'match' },
        Math.max(0, Date.now() - (raw.records[0]?.timestamp ?? Date.now())) / 1_000,
      )
    }
  }
}
