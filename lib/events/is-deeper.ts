/**
 * True when a JSON value contains arrays or objects nested deeper than `depthMax` levels.
 *
 * @example
 * ```ts
 * isDeeper([[1]], 1) // => true
 * isDeeper([[1]], 2) // => false
 * ```
 */
export function isDeeper(value: unknown, depthMax: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (depthMax === 0) return true
  if (Array.isArray(value)) return value.some((item) => isDeeper(item, depthMax - 1))
  return Object.values(value).some((item) => isDeeper(item, depthMax - 1))
}
