import type { Delivery, DeliveryStore } from '#lib/store/deliveries.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** Sends what is due. */
export interface Sender {
  /** Looks for due deliveries soon: call it when there may be some. */
  nudge(): void
  /** Finishes the deliveries in hand. */
  stop(): Promise<void>
}

/** What a sender is made of. */
export interface SenderOptions {
  readonly deliveries: DeliveryStore
  readonly send: (delivery: Delivery) => Promise<unknown>
  readonly leaseMs: number
  readonly log: Logger
}

const LOOK_EVERY_MS = 1_000
const IN_HAND_MAX = 32

/** Starts a sender; besides being nudged it looks once a second, for what was put off or left by a crash. */
export function openSender({ deliveries, send, leaseMs, log }: SenderOptions): Sender {
  let running: Promise<void> | undefined
  let isNudgedAgain = false
  let isStopped = false

  async function sendAll(): Promise<void> {
    for (;;) {
      isNudgedAgain = false
      const due = isStopped ? [] : await deliveries.lease(IN_HAND_MAX, leaseMs, Date.now())
      await Promise.all(due.map(sendOne))
      if (isStopped || (due.length < IN_HAND_MAX && !isNudgedAgain)) return
    }
  }

  async function sendOne(delivery: Delivery): Promise<void> {
    try {
      await send(delivery)
    } catch (error) {
      // Its lease ends, and it is sent again under the same key.
      log.warn('delivery failed, will be tried again', { delivery: delivery.id, error })
    }
  }

  function nudge(): void {
    isNudgedAgain = true
    if (isStopped) return
    running ??= sendAll()
      .catch((error: unknown) => log.warn('cannot lease deliveries, trying again', { error }))
      .finally(() => {
        running = undefined
      })
  }

  const timer = setInterval(nudge, LOOK_EVERY_MS)
  return {
    nudge,
    async stop() {
      isStopped = true
      clearInterval(timer)
      await running
    },
  }
}
