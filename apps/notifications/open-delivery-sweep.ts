import { openNudgedLoop, type NudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import type { DeliveryStore } from '#lib/store/deliveries.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

const SWEEP_MS = 3_600_000
const DAY_MS = 86_400_000
/** In one write, so that others do not wait long. */
const ROWS_MAX = 1_000

/** Starts the sweep that removes deliveries so many days after they were created, and what was withdrawn before. */
export function openDeliverySweep({
  deliveries,
  days,
  log,
}: {
  readonly deliveries: Pick<DeliveryStore, 'forget'>
  readonly days: number
  readonly log: Logger
}): Pick<NudgedLoop, 'run' | 'stop'> {
  const loop = openNudgedLoop({
    async pass(stopping) {
      const beforeMs = Date.now() - days * DAY_MS
      let [removed, last] = [0, ROWS_MAX]
      while (last === ROWS_MAX && !stopping.aborted) {
        last = await deliveries.forget(beforeMs, ROWS_MAX)
        removed += last
      }
      if (removed > 0) log.info('removed old deliveries', { count: removed })
    },
    everyMs: SWEEP_MS,
    onFailure: (error) => log.warn('cannot remove old deliveries, will try again', { error }),
  })
  return { run: () => loop.run(), stop: () => loop.stop() }
}
