import { redactText } from '#lib/privacy/redact-text.ts'

/**
 * The text of whatever was thrown, without passwords, keys, addresses and places: it goes into messages, logs and answers.
 *
 * @example
 * ```ts
 * messageOf(new Error('disk full')) // => 'disk full'
 * messageOf('plain') // => 'plain'
 * messageOf(new Error('Cannot connect to redis://user:pass@host')) // => 'Cannot connect to redis://user:***@host'
 * ```
 */
export function messageOf(thrown: unknown): string {
  try {
    return redactText(String(thrown instanceof Error ? thrown.message : thrown))
  } catch {
    // An object without a prototype, for instance.
    return 'something without a text was thrown'
  }
}
