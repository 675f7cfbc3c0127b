import type { Logger } from '#lib/telemetry/logger.ts'

/** Whether the stream is to be asked at all: one that fails is left alone until a try succeeds. */
export interface Circuit {
  /** True while the stream takes events. */
  isClosed(): boolean
  /** A use of the stream failed. */
  open(error: unknown): void
  /** No more tries. */
  stop(): void
}

const RETRY_MS_MIN = 100
const RETRY_MS_MAX = 2_000

/**
 * A circuit that, once open, tries anew after 100 ms and then ever less often, up to each 2 s, and closes at the first try that
 * succeeds.
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
      // Said once, when it opened.
      if (!isStopped) later(Math.min(2 * waitedMs, RETRY_MS_MAX))
    }
  }

  return {
    isClosed: () => isClosed,
    open(error) {
      // Those who were on their way when it opened fail after it.
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
