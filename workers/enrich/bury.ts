import type { BusWriter } from '#lib/event-bus/event-bus.ts'
import { DEAD } from '#lib/event-bus/topics.ts'
import type { StreamEntry } from '#lib/stream-log/stream-log.ts'

/** What is kept of an entry nobody could read. */
export interface DeadLetter {
  readonly reason: string
  /** The entry's value, as it stood in the stream. */
  readonly original: string
  readonly deliveries: number
  /** When it was appended to the stream, in milliseconds since 1970. */
  readonly appendedAt: number
}

/** Publishes entries to `push.dead`, with the reason and the original. */
export async function bury(
  dead: readonly { readonly entry: StreamEntry; readonly reason: string }[],
  bus: BusWriter,
): Promise<void> {
  if (dead.length === 0) return
  const buriedAt = Date.now()
  await bus.publish(
    DEAD.name,
    dead.map(({ entry: { token, value, deliveries, appendedAt }, reason }) => {
      const letter: DeadLetter = { reason, original: value, deliveries, appendedAt }
      return { key: token, value: JSON.stringify(letter), timestamp: buriedAt }
    }),
  )
}
