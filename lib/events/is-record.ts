/**
 * True for an object with named fields: not an array, not null.
 *
 * @example
 * ```ts
 * isRecord({ a: 1 }) // => true
 * isRecord([1]) // => false
 * ```
 */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
