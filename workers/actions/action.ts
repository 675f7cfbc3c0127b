import type { PushEvent } from '#lib/events/event.ts'

/** What an action made of an event: it acted, there was nothing for it to do, or it cannot ever act on this one. */
export type ActionOutcome = 'done' | 'passed' | 'refused'

/** Something that is done when an event of certain types comes by. */
export interface Action {
  readonly name: string
  readonly types: readonly string[]
  /**
   * Acts. The same event may come twice, and must then make no more than once: what it causes carries ids made of the
   * event's own. Rejects when it must be tried again.
   */
  readonly handle: (event: PushEvent) => Promise<ActionOutcome>
}
