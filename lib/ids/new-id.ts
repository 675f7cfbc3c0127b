import { v7 } from 'uuid'

// Bun's own function takes a tenth of the time. The other runtimes of the edge do not have it.
const make: () => string = typeof Bun === 'undefined' ? v7 : () => Bun.randomUUIDv7()

/** Returns a new UUIDv7 (RFC 9562): globally unique, ordered by the millisecond of its creation. */
export function newId(): string {
  return make()
}
