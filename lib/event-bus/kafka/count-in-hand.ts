/** Knows how many pieces of work are in hand. */
export interface InHand {
  /** Counts a piece of work while it runs. */
  while(work: () => Promise<void>): Promise<void>
  /** Resolves when nothing is in hand. */
  none(): Promise<void>
}

/** Begins with nothing in hand. */
export function countInHand(): InHand {
  const running = new Set<Promise<void>>()
  return {
    async while(work) {
      const run = work()
      running.add(run)
      try {
        await run
      } finally {
        running.delete(run)
      }
    },
    async none() {
      while (running.size > 0) await Promise.allSettled(running)
    },
  }
}
