/** The batches of deliveries of one channel that are being sent. */
export interface Hands {
  /**
   * How many more deliveries may be taken in hand now: a large batch alone, or several small ones. 0 while the hands are full: then
   * `onFree` is called when a batch has ended.
   */
  room(): number
  isEmpty(): boolean
  /** Calls `onFree` when the next batch has ended, also if there is room now. */
  waitForEnd(): void
  /** Sends a batch beside the others. */
  take(count: number, send: () => Promise<void>): void
  /**
   * Throws the error of a batch that failed since the last call.
   */
  throwFailure(): void
  /** Resolves when all batches have ended; gives the error of one that failed. */
  settled(): Promise<unknown>
}

/** How much may be in hand. */
export interface HandsOptions {
  /** Deliveries of one batch, if it is the only one. */
  readonly batchMax: number
  /** Deliveries of several batches together. Each of them is called at once, so this is the limit of the calls. */
  readonly togetherMax: number
  readonly onFree: () => void
}

/** Batches at the same time: each costs some calls of the store, and larger ones cost no more. */
const BATCHES_MAX = 4

/** Opens the hands of a channel; they are empty. */
export function openHands({ batchMax, togetherMax, onFree }: HandsOptions): Hands {
  const sending = new Set<Promise<void>>()
  let inHand = 0
  let isAwaited = false
  let failure: { readonly error: unknown } | undefined

  async function hold(count: number, send: () => Promise<void>): Promise<void> {
    inHand += count
    try {
      await send()
    } catch (error) {
      failure ??= { error }
      isAwaited = true
    }
    inHand -= count
  }

  async function end(batch: Promise<void>): Promise<void> {
    sending.add(batch)
    await batch
    sending.delete(batch)
    if (!isAwaited) return
    isAwaited = false
    onFree()
  }

  return {
    room() {
      if (inHand === 0) return batchMax
      const room = sending.size < BATCHES_MAX ? Math.max(0, togetherMax - inHand) : 0
      if (room === 0) isAwaited = true
      return room
    },
    isEmpty: () => inHand === 0,
    waitForEnd() {
      isAwaited = true
    },
    take(count, send) {
      void end(hold(count, send))
    },
    throwFailure() {
      if (failure === undefined) return
      const { error } = failure
      failure = undefined
      throw error
    },
    async settled() {
      await Promise.all(sending)
      return failure?.error
    },
  }
}
