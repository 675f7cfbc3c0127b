/**
 * Does the work for each item, at most `atOnce` at a time. It starts no more items after the signal aborts or one fails. It
 * rejects with the first failure, after all started work has ended.
 */
export async function eachAtOnce<Item>(
  items: readonly Item[],
  { atOnce, signal }: { readonly atOnce: number; readonly signal?: AbortSignal },
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values()
  let hasFailed = false

  async function worker(): Promise<void> {
    // All workers share one iterator, so each item is processed once.
    for (const item of queue) {
      if (hasFailed || signal?.aborted === true) return
      try {
        await work(item)
      } catch (error) {
        hasFailed = true
        throw error
      }
    }
  }

  const ends = await Promise.allSettled(Array.from({ length: Math.min(atOnce, items.length) }, worker))
  const failure = ends.find((end) => end.status === 'rejected')
  if (failure !== undefined) throw failure.reason
}
