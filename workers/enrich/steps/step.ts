import type { EventMeta } from '#lib/events/event.ts'
import type { TrackedEvent } from '#lib/events/tracked-event.ts'
import type { StreamEntry } from '#lib/stream-log/stream-log.ts'

/** What a step may add to an event: nothing that the tracker says of it. */
export type StepFields = Partial<
  Omit<
    EventMeta,
    'receivedAt' | 'protocol' | 'pod' | 'quality' | 'proven' | 'person' | 'key' | 'attributes' | 'ip'
  >
>

/** What becomes of an event after a step. */
export type Outcome =
  /** Goes on, with these fields added to `meta`. */
  | { readonly kind: 'keep'; readonly meta: StepFields }
  /** Kept for a human in `push.dead`. */
  | { readonly kind: 'bury'; readonly reason: string }

/**
 * Looks at one event, and adds to it. A factory takes what the step depends on and returns it as a named function, so
 * that its name stands in stack traces. It answers at once, and buries nothing by throwing: an event goes on without the fields
 * of a step that failed.
 */
export type Step = (event: TrackedEvent, entry: StreamEntry) => Outcome

/** The event goes on, with these fields added to `meta`. */
export function keep(meta: StepFields): Outcome {
  return { kind: 'keep', meta }
}
