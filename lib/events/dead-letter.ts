import { z } from 'zod'

const deadLetter = z.object({
  /** Which part of the platform buried it, and why. */
  reason: z.string(),
  /** The value of the stream entry. */
  original: z.string(),
  /** The original length in characters, if the value was cut. */
  originalLength: z.number().optional(),
  deliveries: z.number(),
  /** When it was appended to the stream, in milliseconds since 1970. */
  appendedAt: z.number(),
})

/** What the platform keeps of a stream entry that it could not process. */
export type DeadLetter = z.output<typeof deadLetter>

/**
 * Decodes the letter in a record of `push.dead`; undefined if it is none.
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
