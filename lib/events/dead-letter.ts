import { z } from 'zod'

const deadLetter = z.object({
  /** Who buried it, and why. */
  reason: z.string(),
  /** The entry's value, as it stood in the stream. */
  original: z.string(),
  /** How long it was, in characters, where it was cut. */
  originalLength: z.number().optional(),
  deliveries: z.number(),
  /** When it was appended to the stream, in milliseconds since 1970. */
  appendedAt: z.number(),
})

/** What is kept of an entry that went no further. */
export type DeadLetter = z.output<typeof deadLetter>

/**
 * The letter in a record of `push.dead`; undefined where it is none.
 *
 * @example
 * ```ts
 * tryDecodeLetter('{"reason":"unreadable","original":"{","deliveries":1,"appendedAt":7}')?.reason // => 'unreadable'
 * tryDecodeLetter('{}') // => undefined
 * ```
 */
export function tryDecodeLetter(value: string): DeadLetter | undefined {
  try {
    return deadLetter.safeParse(JSON.parse(value)).data
  } catch {
    return undefined
  }
}
