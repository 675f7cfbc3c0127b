import { redactText } from '#lib/privacy/redact-text.ts'

/**
 * Returns the text of any thrown value, without passwords, keys, addresses and positions, so that it is safe in messages, logs and
 * answers.
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
    return 'a value without a text was thrown'
  }
}
