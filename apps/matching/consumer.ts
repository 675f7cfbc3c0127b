import { defineActingConsumer } from '#lib/event-bus/define-consumer.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import { geo } from '#lib/events/geo.ts'
import { offr } from '#lib/events/offr.ts'
import { srch } from '#lib/events/srch.ts'
import { mergeBatches } from '#lib/loop/merge-batches.ts'
import { createMatcher, type MatchingPorts } from './create-matcher.ts'

// Most of what a small batch costs does not depend on its size: when there is much to do, partitions are handled together.
const BATCHES_IN_FLIGHT = 2
const EVENTS_MAX = 1_000

/** The consumer that turns moves and changes into matches and notices. */
export const matchingConsumer = defineActingConsumer({
  does: 'matches moves and changes',
  topic: EVENTS,
  group: 'matching',
  from: 'earliest',
  acts: [geo, srch, offr],
  // Replays are safe: an old position never overwrites a newer one.
  replayed: 'take',
  handle: (ports: MatchingPorts) =>
    mergeBatches({
      handle: createMatcher(ports),
      merge: (batches) => ({
        acting: batches.flatMap(({ acting }) => acting),
        raw: { ...batches[0].raw, records: batches.flatMap(({ raw }) => raw.records) },
      }),
      sizeOf: ({ acting }) => acting.length,
      inFlight: BATCHES_IN_FLIGHT,
      sizeMax: EVENTS_MAX,
    }),
})
