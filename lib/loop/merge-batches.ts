/** How batches are merged. */
export interface MergeOptions<Batch> {
  /** Handles a batch. It may get what is in a batch again after a failure. */
  readonly handle: (batch: Batch) => Promise<void>
  /** Makes one batch of several. */
  readonly merge: (batches: readonly [Batch, ...Batch[]]) => Batch
  readonly sizeOf: (batch: Batch) => number
  /** How many batches are handled at the same time. */
  readonly inFlight: number
  /** Batches are merged up to this size; a larger one is handled alone. */
  readonly sizeMax: number
}

interface Waiting<Batch> {
  readonly batch: Batch
  readonly resolve: () => void
  readonly reject: (reason: unknown) => void
}

/**
 * Merges batches that wait at the same time, as those of the partitions of one reader do. One that comes alone is handled at once. Those
 * that come while `inFlight` batches are being handled wait, and are handled as one: what a batch costs whatever its size is then
 * paid once for all of them.
 *
 * If a merged batch fails, each of its batches is handled by itself, so one that always fails does not hold up the others. The promise of
 * each batch settles as its own handling did.
 */
export function mergeBatches<Batch>({
  handle,
  merge,
  sizeOf,
  inFlight,
  sizeMax,
}: MergeOptions<Batch>): (batch: Batch) => Promise<void> {
  const waiting: Waiting<Batch>[] = []
  let running = 0

  /** Takes the batches that are handled next, the oldest first. */
  function take(): Waiting<Batch>[] {
    let size = 0
    const end = waiting.findIndex(({ batch }, index) => {
      size += sizeOf(batch)
      return index > 0 && size > sizeMax
    })
    return waiting.splice(0, end === -1 ? waiting.length : end)
  }

  async function handleOne({ batch, resolve, reject }: Waiting<Batch>): Promise<void> {
    try {
      await handle(batch)
      resolve()
    } catch (error) {
      reject(error)
    }
  }

  async function handleTogether(taken: readonly Waiting<Batch>[]): Promise<void> {
    const [first, ...others] = taken
    if (first === undefined) return
    if (others.length === 0) {
      await handleOne(first)
      return
    }
    try {
      await handle(merge([first.batch, ...others.map(({ batch }) => batch)]))
      for (const { resolve } of taken) resolve()
    } catch {
      for (const each of taken) await handleOne(each)
    }
  }

  async function run(): Promise<void> {
    running += 1
    while (waiting.length > 0) await handleTogether(take())
    running -= 1
  }

  return (batch) =>
    new Promise<void>((resolve, reject) => {
      waiting.push({ batch, resolve, reject })
      if (running < inFlight) void run()
    })
}
