import { UnavailableError } from '#lib/errors/unavailable-error.ts'

/** Work that is counted, so that closing can wait for it. */
export interface UnderWay {
  /**
   * Does work that `end()` waits for.
   *
   * @throws {UnavailableError} when it has ended.
   */
  during<Result>(work: () => Promise<Result>): Promise<Result>
  /** Takes no more work; resolves when what is under way is done or failed. */
  end(): Promise<void>
}

/** Counts the work of one mailer. */
export function openUnderWay(): UnderWay {
  const working = new Set<Promise<unknown>>()
  let isOpen = true
  return {
    async during(work) {
      if (!isOpen) throw new UnavailableError('Cannot send mail: the mailer is closed')
      const one = work()
      working.add(one)
      try {
        return await one
      } finally {
        working.delete(one)
      }
    },
    async end() {
      isOpen = false
      await Promise.allSettled(working)
    },
  }
}
