import type { EventMeta } from '#lib/events/event.ts'
import type { TrackedEvent } from '#lib/events/tracked-event.ts'
import type { StreamEntry } from '#lib/stream-log/stream-log.ts'

/** The fields that a step may add to an event, without those of the tracker. */
export type StepFields = Partial<
  Omit<
    EventMeta,
    'receivedAt' | 'protocol' | 'pod' | 'quality' | 'proven' | 'person' | 'key' | 'attributes' | 'ip'
  >
>

/** The outcome of a step. */
export type Outcome =
  /** The event continues, with these fields added to `meta`. */
  | { readonly kind: 'keep'; readonly meta: StepFields }
  /** The event goes to `push.dead`, for a human. */
  | { readonly kind: 'bury'; readonly reason: string }

/**
 * Reads one event, its stream entry, and the fields of earlier steps. It is synchronous. An exception does not bury the event:
 * the event continues without the fields of the failed step.
 */
export type Look = (event: TrackedEvent, entry: StreamEntry, meta: Readonly<EventMeta>) => Outcome

/** An open step. */
export interface Step {
  /** Its name in `quality`, in metrics and in dead letters. */
  readonly name: string
  readonly look: Look
}

/** The declaration of a step. `Ports` are its dependencies. */
export interface StepDeclaration<in Ports> {
  readonly name: string
  /** Creates the function of the step; called once per process. */
  readonly open: (ports: Ports) => Look
}

/** Declares a step of enrichment. */
export function defineStep<Ports>(declaration: StepDeclaration<Ports>): StepDeclaration<Ports> {
  return declaration
}

/** The outcome that continues, with these fields added to `meta`. */
export function keep(meta: StepFields): Outcome {
  return { kind: 'keep', meta }
}
