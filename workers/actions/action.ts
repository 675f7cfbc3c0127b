import type { ActingDefinition, ActingEvent } from '#lib/events/prove-event.ts'

/** The outcome of an action: it acted, there was nothing to do, or it can never act on this event. */
export type ActionOutcome = 'done' | 'passed' | 'refused'

/**
 * Acts on an event. It must be idempotent, because the same event may come twice: the ids of caused events are derived from the
 * id of this event. Rejects when it must be tried again.
 */
export type Act<Definition extends ActingDefinition> = (
  event: ActingEvent<Definition>,
) => Promise<ActionOutcome>

/** An action on events of a type. `Ports` are its dependencies. */
export interface Action<in Ports> {
  readonly name: string
  readonly on: ActingDefinition
  readonly handle: (ports: Ports) => Act<ActingDefinition>
}

/** Declares an action. It gets events only after their proof, with their typed values. */
export function defineAction<Definition extends ActingDefinition, Ports>(declaration: {
  readonly name: string
  readonly on: Definition
  readonly handle: (ports: Ports) => Act<Definition>
}): Action<Ports> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it gets events of its own type only
  return declaration as unknown as Action<Ports>
}
