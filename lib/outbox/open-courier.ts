import { openNudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import type { Outbox } from '#lib/store/outbox.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** Carries what an outbox holds to where it must be told. */
export interface Courier {
  /** Tells what is there soon: call it after each change. */
  nudge(): void
  /**
   * Tells what is there and resolves when it was told; rejects when that did not work. What a failure before left leased is
   * told by a later sweep.
   */
  flush(): Promise<void>
  /** Finishes the batch in hand. */
  stop(): Promise<void>
}

/** What to carry, and where. */
export interface CourierOptions<Event> {
  readonly outbox: Outbox<Event>
  /** Resolves when the events are safe with others. */
  readonly tell: (events: readonly Event[]) => Promise<void>
  readonly log: Logger
}

const BATCH_MAX = 500

/** How long one who leases events may take before another tells them again, and how often the courier looks by itself. */
const SWEEP_MS = 5_000

/** Starts a courier; besides being nudged it looks every 5 s, which finishes what a crash left behind. */
export function openCourier<Event extends { readonly id: string }>({
  outbox,
  tell,
  log,
}: CourierOptions<Event>): Courier {
  async function carryAll(stopping: AbortSignal): Promise<void> {
    for (;;) {
      const events = await outbox.leaseUnsent(BATCH_MAX, SWEEP_MS, Date.now())
      if (events.length > 0) {
        await tell(events)
        await outbox.markSent(events.map(({ id }) => id))
      }
      if (stopping.aborted || events.length < BATCH_MAX) return
    }
  }

  const loop = openNudgedLoop({
    pass: carryAll,
    everyMs: SWEEP_MS,
    onFailure: (error) => log.warn('outbox not told, will be tried again', { error }),
  })
  return { nudge: () => loop.nudge(), flush: () => loop.run(), stop: () => loop.stop() }
}
