/**
 * Tells whether a batch may create so many offers. A plan may be made several times: what was taken for the first one counts for the
 * others too.
 *
 * @example
 * ```ts
 * let tokens = 1
 * const mayCreate = countedCreations(() => tokens-- > 0)
 * mayCreate(1) // => true
 * mayCreate(1) // => true
 * mayCreate(2) // => false
 * ```
 */
export function countedCreations(take: () => boolean): (count: number) => boolean {
  let taken = 0
  return (count) => {
    while (taken < count && take()) taken += 1
    return taken >= count
  }
}
