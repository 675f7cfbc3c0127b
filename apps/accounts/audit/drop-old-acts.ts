import type { AuditStore } from '#lib/store/audit.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** What is dropped, and when. */
export interface DropOptions {
  readonly audit: AuditStore
  /** So many days an act is kept. */
  readonly days: number
  readonly log: Logger
}

/** Something that goes on until it is stopped. */
export interface Dropping {
  /** Finishes what is in hand. */
  stop(): Promise<void>
}

const DAY_MS = 86_400_000
const EVERY_MS = 3_600_000

/** Drops acts that are too old, now and every hour. */
export function dropOldActs({ audit, days, log }: DropOptions): Dropping {
  async function drop(): Promise<void> {
    try {
      const dropped = await audit.forget(Date.now() - days * DAY_MS)
      if (dropped > 0) log.info('old acts dropped', { count: dropped })
    } catch (error) {
      log.warn('old acts not dropped, will be tried again', { error })
    }
  }

  let dropping = drop()
  const timer = setInterval(() => {
    dropping = dropping.then(drop)
  }, EVERY_MS)
  return {
    async stop() {
      clearInterval(timer)
      await dropping
    },
  }
}
