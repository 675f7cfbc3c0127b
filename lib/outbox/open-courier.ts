import { partsOf } from '#lib/loop/parts-of.ts'
import { openNudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import type { Outbox } from '#lib/store/outbox.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** Sends the events of an outbox. */
export interface Courier<Event> {
  /** Sends waiting events soon; call it after each change. */
  nudge(): void
  /**
   * Sends all waiting events; resolves when they are sent, rejects when that failed. Events that are still leased after an earlier
   * failure are sent by a later sweep.
   */
  flush(): Promise<void>
  /**
   * Sends events that the caller has leased for `LEASE_MS`; resolves when they are sent. If that fails, a later sweep sends them.
   */
  carry(events: readonly Event[]): Promise<void>
  /** Finishes the current batch, then stops. */
  stop(): Promise<void>
}

/** Options of `openCourier()`. */
export interface CourierOptions<Event> {
  readonly outbox: Outbox<Event>
  /** Sends events; resolves when the receiver has stored them. */
  readonly tell: (events: readonly Event[]) => Promise<void>
  readonly log: Logger
}

const BATCH_MAX = 500

/** The duration of a lease, after which another courier may send the events again. It is also the interval of the sweeps. */
export const LEASE_MS = 5_000

/** Starts a courier. In addition to nudges it checks the outbox every 5 s, which sends events left by a crash. */
export function openCourier<Event extends { readonly id: string }>({
  outbox,
  tell,
  log,
}: CourierOptions<Event>): Courier<Event> {
  async function carry(events: readonly Event[]): Promise<void> {
    for (const part of partsOf(events, BATCH_MAX)) {
      await tell(part)
      await outbox.markSent(part.map(({ id }) => id))
    }
  }

  async function carryAll(stopping: AbortSignal): Promise<void> {
    for (;;) {
      const events = await outbox.leaseUnsent(BATCH_MAX, LEASE_MS, Date.now())
      await carry(events)
      if (stopping.aborted || events.length < BATCH_MAX) return
    }
  }

  const loop = openNudgedLoop({
    pass: carryAll,
    everyMs: LEASE_MS,
    onFailure: (error) => log.warn('cannot send events of the outbox, trying again', { error }),
  })
  return { nudge: () => loop.nudge(), flush: () => loop.run(), carry, stop: () => loop.stop() }
}
