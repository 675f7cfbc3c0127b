import { defineActingConsumer } from '#lib/event-bus/define-consumer.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import { geo } from '#lib/events/geo.ts'
import { offr } from '#lib/events/offr.ts'
import { srch } from '#lib/events/srch.ts'
import { createMatcher, type MatchingPorts } from './create-matcher.ts'

/** The consumer that turns moves and changes into matches and notices. */
export const matchingConsumer = defineActingConsumer({
  does: 'matches moves and changes',
  topic: EVENTS,
  group: 'matching',
  from: 'earliest',
  acts: [geo, srch, offr],
  // Replays are safe: an old position never overwrites a newer one.
  replayed: 'take',
  handle: (ports: MatchingPorts) => createMatcher(ports),
})
