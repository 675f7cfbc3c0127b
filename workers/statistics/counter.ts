import type { Consumer } from '#lib/event-bus/define-consumer.ts'
import type { PushEvent } from '#lib/events/event.ts'
import type { CounterStore } from '#lib/store/counters.ts'

/** How a counter is declared. */
export interface CounterDeclaration {
  /** Names it in the store and in `/statistics/<name>`. */
  readonly name: string
  /** Its consumer group; a new counter has its own, and so begins at the oldest record that is still there. */
  readonly group: string
  /** One line, for tables. */
  readonly does: string
  /** What an event counts towards: any number of keys, once each. */
  readonly keysOf: (event: PushEvent) => readonly string[]
}

/** What counters stand on. */
export interface CounterPorts {
  readonly store: CounterStore
}

/** Something that is counted, minute by minute. */
export interface Counter extends CounterDeclaration {
  readonly consumer: Consumer<CounterPorts>
}
