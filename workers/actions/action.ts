import type { ActingDefinition, ActingEvent } from '#lib/events/prove-event.ts'

/** What an action made of an event: it acted, there was nothing for it to do, or it cannot ever act on this one. */
export type ActionOutcome = 'done' | 'passed' | 'refused'

/**
 * Acts. The same event may come twice, and must then make no more than once: what it causes carries ids made of the
 * event's own. Rejects when it must be tried again.
 */
export type Act<Definition extends ActingDefinition> = (
  event: ActingEvent<Definition>,
) => Promise<ActionOutcome>

/** Something that is done when an event of a type comes by. `Ports` is what it stands on. */
export interface Action<in Ports> {
  readonly name: string
  readonly on: ActingDefinition
  readonly handle: (ports: Ports) => Act<ActingDefinition>
}

/** Declares an action. It is given events only after their proof, with their typed values. */
export function defineAction<Definition extends ActingDefinition, Ports>(declaration: {
  readonly name: string
  readonly on: Definition
  readonly handle: (ports: Ports) => Act<Definition>
}): Action<Ports> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is handed events of its own type only
  return declaration as unknown as Action<Ports>
}
