import type { ActChange } from '#lib/store/audit.ts'

/** What an act changed, as a route knows it. */
export interface Acted {
  /** Whose data it is: what the audit log keeps of it goes when their account is deleted. */
  readonly owner: string
  /** As everybody may see it; undefined for what was created. */
  readonly before?: object | undefined
  /** As everybody may see it; undefined for what was deleted. */
  readonly after?: object | undefined
  /** The names of further fields that changed and that not everybody may see. Their values are not kept. */
  readonly unshown?: readonly string[] | undefined
}

const BYTES_MAX = 8_192

/**
 * The fields that an act changed, with their values before and after it: at most 8 KiB of JSON, the small ones first. Of the
 * others only the names are kept.
 *
 * @example
 * ```ts
 * const [before, after] = [{ title: 'Bike', text: '' }, { title: 'Red bike', text: '' }]
 * actChange({ owner: 'anna', before, after }) // => { owner: 'anna', before: { title: 'Bike' }, after: { title: 'Red bike' } }
 * ```
 */
export function actChange({ owner, before = {}, after = {}, unshown = [] }: Acted): ActChange {
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))]
  const names = [...new Set([...old.keys(), ...now.keys()])].filter(
    (name) => !Bun.deepEquals(old.get(name), now.get(name)),
  )
  const sized = names
    .map((name) => ({ name, bytes: sizeOf(name, old.get(name)) + sizeOf(name, now.get(name)) }))
    .toSorted((a, b) => a.bytes - b.bytes)
  let room = BYTES_MAX
  const kept = new Set(sized.filter(({ bytes }) => (room -= bytes) >= 0).map(({ name }) => name))
  const leftOut = [...unshown, ...names.filter((name) => !kept.has(name))]
  const valuesOf = (values: ReadonlyMap<string, unknown>) =>
    Object.fromEntries([...values].filter(([name]) => kept.has(name)))
  return {
    owner,
    before: valuesOf(old),
    after: valuesOf(now),
    ...(leftOut.length > 0 && { leftOut }),
  }
}

/** The bytes of a field in JSON, with what stands around it. */
function sizeOf(name: string, value: unknown): number {
  return value === undefined ? 0 : Buffer.byteLength(JSON.stringify({ [name]: value }))
}
