import { openNudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import { CALLS_MAX } from '#lib/pusher/pusher.ts'
import type { Delivery, DeliveryStore } from '#lib/store/deliveries.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Channel } from './channel.ts'

/** Sends the due deliveries. */
export interface Sender {
  /** Checks for due deliveries soon; call it when there may be some. */
  nudge(): void
  /** Waits for the calls in progress and gives back the other deliveries, then stops. */
  stop(): Promise<void>
}

/** The dependencies of a sender. */
export interface SenderOptions {
  readonly deliveries: Pick<DeliveryStore, 'lease'>
  readonly channels: readonly Channel[]
  /** Sends leased deliveries; starts no call when `mayStart()` is false. */
  readonly send: (due: readonly Delivery[], channel: Channel, mayStart: () => boolean) => Promise<void>
  readonly leaseMs: number
  readonly log: Logger
}

const LOOK_EVERY_MS = 1_000
/** Deliveries that are leased together at least, and for each call at the same time. */
const IN_HAND_MIN = 500
const IN_HAND_PER_CALL = 12

/**
 * Starts a sender. It also checks once a second, for deliveries that were postponed or left by a crash. Each channel has its
 * own loop, so that a hanging or waiting channel does not delay the others.
 */
export function openSender({ deliveries, channels, send, leaseMs, log }: SenderOptions): Sender {
  async function sendDue(channel: Channel, stopping: AbortSignal): Promise<void> {
    const { pusher, gate } = channel
    const inHandMax = Math.max(IN_HAND_MIN, IN_HAND_PER_CALL * (pusher.callsMax ?? CALLS_MAX))
    for (;;) {
      const max = stopping.aborted ? 0 : gate.admit(inHandMax, performance.now())
      if (max === 0) return
      const due = await deliveries.lease({ channel: pusher.channel, max, leaseMs, nowMs: Date.now() })
      // The rest of the lease is for the last calls, and to store their outcomes. This time begins after the lease was stored, so
      // that some calls start, however slow the store is.
      const startUntilMs = performance.now() + leaseMs / 2
      await send(due, channel, () => {
        const nowMs = performance.now()
        return !stopping.aborted && nowMs < startUntilMs && gate.admit(1, nowMs) > 0
      })
      if (due.length < max) return
    }
  }

  const loops = channels.map((channel) =>
    openNudgedLoop({
      pass: (stopping) => sendDue(channel, stopping),
      everyMs: LOOK_EVERY_MS,
      onFailure: (error) => log.warn('cannot send deliveries, will try again', { error }),
    }),
  )
  return {
    nudge() {
      for (const loop of loops) loop.nudge()
    },
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}
