import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { openNudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import type { Delivery, DeliveryStore } from '#lib/store/deliveries.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { backOffMs } from './back-off.ts'
import type { Channel } from './channel.ts'

/** Sends what is due. */
export interface Sender {
  /** Looks for due deliveries soon: call it when there may be some. */
  nudge(): void
  /** Finishes the deliveries in hand. */
  stop(): Promise<void>
}

/** What a sender is made of. */
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
 * Starts a sender; besides being nudged it looks once a second, for what was put off or left by a crash. Each channel is sent
 * by itself: one that hangs or waits holds up no other.
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
      log.warn('delivery failed, will be tried again', { delivery: delivery.id, error })
      // Where the store is away nothing can be written, and nothing is: the lease ends, and it is sent again under the same
      // key. Anything else is a fault of ours that may come each time: that has to end.
      if (!(error instanceof UnavailableError)) await countAsTry(delivery)
    }
  }

  async function countAsTry({ id, attempts }: Delivery): Promise<void> {
    try {
      const dueAtMs = Date.now() + backOffMs(attempts + 1)
      await deliveries.postpone(id, { dueAtMs, reason: 'it could not be sent', isTry: true })
    } catch (error) {
      log.warn('cannot put a delivery off, its lease ends by itself', { delivery: id, error })
    }
  }

  const loops = channels.map((channel) =>
    openNudgedLoop({
      pass: (stopping) => sendDue(channel, stopping),
      everyMs: LOOK_EVERY_MS,
      onFailure: (error) => log.warn('cannot lease deliveries, trying again', { error }),
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

/** Of one side of a pair one rings after the other: the second has to see that the first has rung. */
function bySideOfPair(due: readonly Delivery[]): Delivery[][] {
  return [...Map.groupBy(due, ({ pair, side }) => `${side} ${pair}`).values()]
}
