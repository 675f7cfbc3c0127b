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
  let running: Promise<void> | undefined
  let isNudgedAgain = false
  let isStopped = false

  async function carryAll(): Promise<void> {
    try {
      for (;;) {
        isNudgedAgain = false
        const events = await outbox.leaseUnsent(BATCH_MAX, SWEEP_MS, Date.now())
        if (events.length > 0) {
          await tell(events)
          await outbox.markSent(events.map(({ id }) => id))
        }
        if (isStopped || (events.length < BATCH_MAX && !isNudgedAgain)) return
      }
    } finally {
      // In the same turn as the last look at the flag: a nudge between the two would be heard by nobody.
      running = undefined
    }
  }

  function carry(): Promise<void> {
    isNudgedAgain = true
    // Begins a turn later, so that `running` is set before it can end.
    running ??= Promise.resolve().then(carryAll)
    return running
  }

  function nudge(): void {
    if (isStopped) return
    carry().catch((error: unknown) => log.warn('outbox not told, will be tried again', { error }))
  }

  const timer = setInterval(nudge, SWEEP_MS)
  return {
    nudge,
    flush: carry,
    async stop() {
      isStopped = true
      clearInterval(timer)
      await running?.catch(() => undefined)
    },
  }
}
