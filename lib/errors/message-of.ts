/**
 * The text of whatever was thrown.
 *
 * @example
 * ```ts
 * messageOf(new Error('disk full')) // => 'disk full'
 * messageOf('plain') // => 'plain'
 * ```
 */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
