import type { AuditStore } from '#lib/store/audit.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** What the cleaner needs. */
export interface ActsCleanerOptions {
  readonly audit: AuditStore
  /** Number of days an act is kept. */
  readonly days: number
  readonly log: Logger
}

/** A job that runs until it is stopped. */
export interface ActsCleaner {
  /** Waits for the current run, then ends the job. */
  stop(): Promise<void>
}

const DAY_MS = 86_400_000
const EVERY_MS = 3_600_000

/** Starts a job that drops old acts from the audit log, now and every hour. */
export function openActsCleaner({ audit, days, log }: ActsCleanerOptions): ActsCleaner {
  async function drop(): Promise<void> {
    try {
      const dropped = await audit.forget(Date.now() - days * DAY_MS)
      if (dropped > 0) log.info('old acts dropped', { count: dropped })
    } catch (error) {
      log.warn('cannot drop old acts, will try again', { error })
    }
  }

  let running = drop()
  const timer = setInterval(() => {
    running = running.then(drop)
  }, EVERY_MS)
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
