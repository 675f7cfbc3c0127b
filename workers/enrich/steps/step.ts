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
 * Looks at one event, at the entry that it came in, and at what earlier steps added. It answers at once, and buries nothing by
 * throwing: an event goes on without the fields of a step that failed.
 */
export type Look = (event: TrackedEvent, entry: StreamEntry, meta: Readonly<EventMeta>) => Outcome

/** A step as it runs. */
export interface Step {
  /** Stands in `quality`, in metrics and beside dead letters. */
  readonly name: string
  readonly look: Look
}

/** How a step is declared. `Ports` is what it stands on. */
export interface StepDeclaration<in Ports> {
  readonly name: string
  /** Makes what looks; called once for each process. */
  readonly open: (ports: Ports) => Look
}

/** Declares a step of enrichment. */
export function defineStep<Ports>(declaration: StepDeclaration<Ports>): StepDeclaration<Ports> {
  return declaration
}

/** The event goes on, with these fields added to `meta`. */
export function keep(meta: StepFields): Outcome {
  return { kind: 'keep', meta }
}
