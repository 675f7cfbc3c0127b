import { createHash } from 'node:crypto'

const DIGITS = 40

/**
 * The id of the offer that an owner's source calls `ref`. It is smaller than every id of `newId()`: in lists, which are ordered by ids,
 * what programs bring comes after what people write.
 *
 * @example
 * ```ts
 * bulkId('importer:a', '1') === bulkId('importer:a', '1') // => true
 * bulkId('importer:a', '1') === bulkId('importer:b', '1') // => false
 * bulkId('importer:a', '1') < '019a0000-0000-7000-8000-000000000001' // => true
 * ```
 */
export function bulkId(owner: string, ref: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([owner, ref]))
    .digest('hex')
  return `0-${digest.slice(0, DIGITS)}`
}

const OWN_ID = /^(?:0-[0-9a-f]{40}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/u

/** True for a `ref` that may be the id of an offer, as an export has it. */
export function mayBeId(ref: string): boolean {
  return OWN_ID.test(ref)
}
