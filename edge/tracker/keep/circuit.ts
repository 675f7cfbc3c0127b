import type { Logger } from '#lib/telemetry/logger.ts'

/** A circuit breaker for the stream: after a failure nothing is sent to it until an attempt succeeds. */
export interface Circuit {
  /** True while the stream takes events. */
  isClosed(): boolean
  /** Opens the circuit after a failure of the stream. */
  open(error: unknown): void
  /** Ends the attempts. */
  stop(): void
}

const RETRY_MS_MIN = 100
const RETRY_MS_MAX = 2_000

/**
 * A circuit that, once open, makes attempts with a back-off from 100 ms to 2 s. It closes at the first attempt that succeeds.
 */
export function openCircuit(attempt: () => Promise<void>, log: Logger): Circuit {
  let isClosed = true
  let retry: ReturnType<typeof setTimeout> | undefined
  let openedAt = 0
  let isStopped = false

  function later(waitMs: number): void {
    retry = setTimeout(() => void tryAgain(waitMs), waitMs)
  }

  async function tryAgain(waitedMs: number): Promise<void> {
    try {
      await attempt()
      isClosed = true
      log.info('the stream takes events again', { awayMs: Math.round(performance.now() - openedAt) })
    } catch {
      // Not logged: `open()` already logged the failure.
      if (!isStopped) later(Math.min(2 * waitedMs, RETRY_MS_MAX))
    }
  }

  return {
    isClosed: () => isClosed,
    open(error) {
      // Appends that began before the circuit opened fail after it.
      if (!isClosed || isStopped) return
      isClosed = false
      openedAt = performance.now()
      log.warn('the stream takes no events, they go to the spool', { error })
      later(RETRY_MS_MIN)
    },
    stop() {
      clearTimeout(retry)
      isStopped = true
    },
  }
}
