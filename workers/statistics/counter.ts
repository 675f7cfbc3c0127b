import type { PushEvent } from '#lib/events/event.ts'

/** Something that is counted, minute by minute. */
export interface Counter {
  /** Names it in the store and in `/statistics/<name>`. */
  readonly name: string
  /** What an event counts towards: any number of keys, once each. */
  readonly keysOf: (event: PushEvent) => readonly string[]
}
