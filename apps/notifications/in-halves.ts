import { UnavailableError } from '#lib/errors/unavailable-error.ts'

/**
 * Does work for all items together. If it throws, does it for each half, down to single items, so that only an item that causes an
 * error fails: `onFault` gets it.
 *
 * @throws {UnavailableError} when the work throws one; the items that are left are not tried.
 */
export async function inHalves<Item>(
  items: readonly Item[],
  work: (items: readonly Item[]) => Promise<void>,
  onFault: (item: Item, error: unknown) => void,
): Promise<void> {
  const [first] = items
  if (first === undefined) return
  try {
    await work(items)
  } catch (error) {
    if (error instanceof UnavailableError) throw error
    if (items.length === 1) {
      onFault(first, error)
      return
    }
    const middle = Math.ceil(items.length / 2)
    await inHalves(items.slice(0, middle), work, onFault)
    await inHalves(items.slice(middle), work, onFault)
  }
}
