import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { openNudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import type { Delivery, DeliveryStore } from '#lib/store/deliveries.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { backOffMs } from './back-off.ts'
import type { Channel } from './channel.ts'

/** Sends the due deliveries. */
export interface Sender {
  /** Checks for due deliveries soon; call it when there may be some. */
  nudge(): void
  /** Waits for the deliveries in progress, then stops. */
  stop(): Promise<void>
}

/** The dependencies of a sender. */
export interface SenderOptions {
  readonly deliveries: Pick<DeliveryStore, 'lease' | 'postpone'>
  readonly channels: readonly Channel[]
  readonly send: (delivery: Delivery, channel: Channel) => Promise<unknown>
  readonly leaseMs: number
  readonly log: Logger
}

const LOOK_EVERY_MS = 1_000
const IN_HAND_MAX = 32

/**
 * Starts a sender. It also checks once a second, for deliveries that were postponed or left by a crash. Each channel has its
 * own loop, so that a hanging or waiting channel does not delay the others.
 */
export function openSender({ deliveries, channels, send, leaseMs, log }: SenderOptions): Sender {
  async function sendDue(channel: Channel, stopping: AbortSignal): Promise<void> {
    for (;;) {
      const max = stopping.aborted ? 0 : channel.gate.admit(IN_HAND_MAX, performance.now())
      if (max === 0) return
      const due = await deliveries.lease({
        channel: channel.pusher.channel,
        max,
        leaseMs,
        nowMs: Date.now(),
      })
      await Promise.all(bySideOfPair(due).map((inOrder) => sendInOrder(inOrder, channel)))
      if (due.length < max) return
    }
  }

  async function sendInOrder(inOrder: readonly Delivery[], channel: Channel): Promise<void> {
    for (const delivery of inOrder) await sendOne(delivery, channel)
  }

  async function sendOne(delivery: Delivery, channel: Channel): Promise<void> {
    try {
      await send(delivery, channel)
    } catch (error) {
      log.warn('cannot send a delivery, will try again', { delivery: delivery.id, error })
      // When the store is unavailable, write nothing: the lease ends, and the delivery is sent again under the same key. Any
      // other error is our bug and may repeat, so it counts as a try, and the tries are limited.
      if (!(error instanceof UnavailableError)) await countAsTry(delivery)
    }
  }

  async function countAsTry({ id, attempts }: Delivery): Promise<void> {
    try {
      const dueAtMs = Date.now() + backOffMs(attempts + 1)
      await deliveries.postpone(id, { dueAtMs, reason: 'cannot send it', isTry: true })
    } catch (error) {
      log.warn('cannot postpone a delivery, its lease will expire', { delivery: id, error })
    }
  }

  const loops = channels.map((channel) =>
    openNudgedLoop({
      pass: (stopping) => sendDue(channel, stopping),
      everyMs: LOOK_EVERY_MS,
      onFailure: (error) => log.warn('cannot lease deliveries, will try again', { error }),
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

/** Groups deliveries by side of a pair, which are sent in sequence: the second must see that the first was sent. */
function bySideOfPair(due: readonly Delivery[]): Delivery[][] {
  return [...Map.groupBy(due, ({ pair, side }) => `${side} ${pair}`).values()]
}
