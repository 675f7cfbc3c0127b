import { defineActingConsumer } from '#lib/event-bus/define-consumer.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import { geo } from '#lib/events/geo.ts'
import { offr } from '#lib/events/offr.ts'
import { srch } from '#lib/events/srch.ts'
import { openMatcher, type MatchingPorts } from './handle-batch.ts'

/** Moves and changes become matches and notices. */
export const matchingConsumer = defineActingConsumer({
  does: 'matches moves and changes',
  topic: EVENTS,
  group: 'matching',
  from: 'earliest',
  acts: [geo, srch, offr],
  // An old position overwrites no newer one.
  replayed: 'take',
  handle: (ports: MatchingPorts) => openMatcher(ports),
})
