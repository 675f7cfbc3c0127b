import { openNudgedLoop, type NudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import type { InboxStore } from '#lib/store/inbox.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** For how many days items stay. */
export interface InboxDays {
  /** After they were read. */
  readonly read: number
  /** After they happened. */
  readonly unread: number
}

const SWEEP_MS = 600_000
const DAY_MS = 86_400_000
const BATCH_MAX = 500

/** Starts the sweep that deletes old items of inboxes. */
export function openInboxSweep({
  inbox,
  days,
  log,
}: {
  readonly inbox: Pick<InboxStore, 'sweep'>
  readonly days: InboxDays
  readonly log: Logger
}): Pick<NudgedLoop, 'run' | 'stop'> {
  const loop = openNudgedLoop({
    async pass(stopping) {
      for (let count = BATCH_MAX; count === BATCH_MAX && !stopping.aborted;) {
        const now = Date.now()
        const ages = { readBefore: now - days.read * DAY_MS, happenedBefore: now - days.unread * DAY_MS }
        count = await inbox.sweep({ ...ages, max: BATCH_MAX })
      }
    },
    everyMs: SWEEP_MS,
    onFailure: (error) => log.warn('cannot delete old items of inboxes, will try again', { error }),
  })
  return { run: () => loop.run(), stop: () => loop.stop() }
}
