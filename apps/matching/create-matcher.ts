import type { ErasedPeople } from '#lib/erasure/follow-erased.ts'
import type { ActingBatch } from '#lib/event-bus/define-consumer.ts'
import type { geo } from '#lib/events/geo.ts'
import type { offr } from '#lib/events/offr.ts'
import type { srch } from '#lib/events/srch.ts'
import { eachAtOnce } from '#lib/loop/each-at-once.ts'
import type { Courier } from '#lib/outbox/open-courier.ts'
import type { PositionStore } from '#lib/store/positions.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { Tracer } from '#lib/telemetry/tracer.ts'
import { withinSpan } from '#lib/telemetry/within-span.ts'
import { createMatchCounter, matchSubjects, settleSubjects, type MatcherPorts } from './match-subject.ts'
import { followersOf, moveDevice, placeFollowers } from './move-device.ts'
import { readBatch, type Change, type Move } from './read-batch.ts'
import { NO_MATCHES, type MatchCounts } from './settle-pairs.ts'

/** The dependencies of the matcher. */
export interface MatchingPorts extends MatcherPorts {
  readonly positions: PositionStore
  /** The erased people, whose moves are ignored. */
  readonly erased: Pick<ErasedPeople, 'isErased' | 'assertKnown'>
  /** Publishes the stored notices of matches. */
  readonly courier: Pick<Courier, 'flush'>
  readonly metrics: Metrics
  /** Absent when tracing is off. */
  readonly tracer?: Tracer | undefined
}

/** The parts of a batch that matching reads. */
type MatchingBatch = Pick<ActingBatch<typeof geo | typeof srch | typeof offr>, 'acting' | 'raw'>

/**
 * Creates the handler for batches of `push.events`: it writes positions, queries candidates, applies the rule, and writes
 * matches with notices. It resolves when the notices are on the bus, so that the batch may be committed.
 */
export function createMatcher(ports: MatchingPorts): (batch: MatchingBatch) => Promise<void> {
  const { subjects, positions, erased, metrics, tracer } = ports
  const moves = metrics.counter('push_matching_moves_total', 'Moves of devices by outcome', ['outcome'])
  const matches = createMatchCounter(metrics)
  const latency = metrics.seconds('push_e2e_latency_seconds', 'Time from the tracker to a stage', ['stage'])

  async function handleMoves(list: readonly Move[]): Promise<MatchCounts> {
    const believed = list.filter(({ person }) => !erased.isErased(person))
    if (believed.length < list.length) moves.inc({ outcome: 'erased' }, list.length - believed.length)
    const { move, isLate, outcomes } = await moveDevice(believed, { subjects, positions })
    for (const outcome of outcomes) moves.inc({ outcome })
    if (move === undefined) return NO_MATCHES
    const ids = (await followersOf(move, subjects)).map(({ id }) => id)
    return follow(move, ({ cause }) =>
      isLate ? settleSubjects(ids, cause, ports) : matchSubjects(ids, cause, ports),
    )
  }

  async function handleChange({ subject: id, cause }: Change): Promise<MatchCounts> {
    const device = (await subjects.find(id))?.device
    const position = device === undefined ? undefined : await positions.find(device)
    // A new subject that follows a known phone starts at the position of the phone.
    if (position !== undefined) await placeFollowers(position, subjects)
    return matchSubjects([id], cause, ports)
  }

  /** Handles a move or change, within a span when it is traced; the notices continue that trace. */
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
    // Devices are independent of each other: pairs that two of them change at once are settled by `settlePairs()`. Changes come
    // after the moves, so that a new subject starts where its phone is now.
    const moved = await sumAtOnce(work.moves, handleMoves)
    const changed = await sumAtOnce(work.changes, (change) => follow(change, handleChange))
    const counts = add(moved, changed)
    if (counts.begun + counts.ended === 0 && work.moves.length + work.changes.length === 0) return
    matches.inc({ change: 'begun' }, counts.begun)
    matches.inc({ change: 'ended' }, counts.ended)
    // Also when no match began now: after a crash the batch is handled again, and its notices are stored but not published.
    await ports.courier.flush()
    if (counts.begun > 0) {
      latency.observe(
        { stage: 'match' },
        Math.max(0, Date.now() - (raw.records[0]?.timestamp ?? Date.now())) / 1_000,
      )
    }
  }
}

// Each takes several round trips to the store; more at once would wait for the store.
const AT_ONCE_MAX = 32

/** Handles items, a limited number of them at the same time, and adds up what changed. */
async function sumAtOnce<Item>(
  items: readonly Item[],
  handle: (item: Item) => Promise<MatchCounts>,
): Promise<MatchCounts> {
  let sum = NO_MATCHES
  await eachAtOnce(items, { atOnce: AT_ONCE_MAX }, async (item) => {
    const counts = await handle(item)
    sum = add(sum, counts)
  })
  return sum
}

function add(a: MatchCounts, b: MatchCounts): MatchCounts {
  return { begun: a.begun + b.begun, ended: a.ended + b.ended }
}
