import { isRecord } from '#lib/events/is-record.ts'

/** The Content-Type of a JSON Merge Patch. */
export const MERGE_PATCH_TYPE = 'application/merge-patch+json'

/**
 * A value after a JSON Merge Patch (https://www.rfc-editor.org/rfc/rfc7396): fields of the patch replace those of the value,
 * null removes a field, and objects are merged field by field. Neither of the two is changed. The depth of the patch
 * must be limited before.
 *
 * @example
 * ```ts
 * const bike = { title: 'Bike', place: 'Berlin', at: { a: 1, b: 2 } }
 * mergePatch(bike, { title: 'Red bike', place: null, at: { b: 3 } }) // => { title: 'Red bike', at: { a: 1, b: 3 } }
 * mergePatch({ a: 1 }, ['whole']) // => ['whole']
 * ```
 */
export function mergePatch(value: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch
  const merged = new Map<string, unknown>(isRecord(value) ? Object.entries(value) : [])
  for (const [name, change] of Object.entries(patch)) {
    if (change === null) merged.delete(name)
    else merged.set(name, mergePatch(merged.get(name), change))
  }
  // Not by assignment: a field may have the name `__proto__`.
  return Object.fromEntries(merged)
}
