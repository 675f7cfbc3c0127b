import type { Consumer } from '#lib/event-bus/define-consumer.ts'
import type { PushEvent } from '#lib/events/event.ts'
import type { CounterStore } from '#lib/store/counters.ts'

/** The declaration of a counter. */
export interface CounterDeclaration {
  /** Its name in the store and in `/statistics/<name>`. */
  readonly name: string
  /** Its consumer group; a new counter has its own group, and so starts at the oldest stored record. */
  readonly group: string
  /** A description of one line, for tables. */
  readonly does: string
  /** The keys that an event increments by one. */
  readonly keysOf: (event: PushEvent) => readonly string[]
}

/** The dependencies of counters. */
export interface CounterPorts {
  readonly store: CounterStore
}

/** A counter per minute, with its consumer. */
export interface Counter extends CounterDeclaration {
  readonly consumer: Consumer<CounterPorts>
}
