/**
 * The parts of a sequence: each has `size` items, and the last one those that are left.
 *
 * @example
 * ```ts
 * [...partsOf([1, 2, 3], 2)] // => [[1, 2], [3]]
 * ```
 */
export function* partsOf<Item>(items: Iterable<Item>, size: number): Iterable<readonly Item[]> {
  let part: Item[] = []
  for (const item of items) {
    part.push(item)
    if (part.length < size) continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}
