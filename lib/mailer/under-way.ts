import { UnavailableError } from '#lib/errors/unavailable-error.ts'

/** Tracks work in progress, so that closing can wait for it. */
export interface UnderWay {
  /**
   * Does work; `end()` waits for it.
   *
   * @throws {UnavailableError} after `end()` was called.
   */
  during<Result>(work: () => Promise<Result>): Promise<Result>
  /** Rejects new work; resolves when all work in progress has succeeded or failed. */
  end(): Promise<void>
}

/** Creates a tracker for the work of one mailer. */
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
