/** Counts the work in progress. */
export interface InHand {
  /** Counts a piece of work while it runs. */
  while(work: () => Promise<void>): Promise<void>
  /** Resolves when no work is in progress. */
  none(): Promise<void>
}

/** Opens a count without any work in progress. */
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
