import { openNudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import { CALLS_MAX } from '#lib/pusher/pusher.ts'
import type { Delivery, DeliveryStore } from '#lib/store/deliveries.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Channel } from './channel.ts'
import { openHands } from './open-hands.ts'

/** Sends the due deliveries. */
export interface Sender {
  /** Checks for due deliveries soon; call it when there may be some. */
  nudge(): void
  /**
   * Takes deliveries in hand that the caller is about to store: it stores them leased, and then gives those that are new, or none. So
   * they need no lease of their own. Undefined when they must be leased as others: there are others to send before them, or the
   * channel waits.
   */
  expect(channel: string, count: number): ((due: readonly Delivery[]) => void) | undefined
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
 * own loop, so that a hanging or waiting channel does not delay the others. The loop leases one batch after the other; small batches
 * are sent at the same time, so that what comes now does not wait for the answers to what came before.
 */
export function openSender({ deliveries, channels, send, leaseMs, log }: SenderOptions): Sender {
  function open(channel: Channel) {
    const { pusher, gate } = channel
    const callsMax = pusher.callsMax ?? CALLS_MAX
    const hands = openHands({
      batchMax: Math.max(IN_HAND_MIN, IN_HAND_PER_CALL * callsMax),
      togetherMax: callsMax,
      onFree: () => loop.nudge(),
    })

    const stopping = new AbortController()
    // Also at the start: another process may have left some.
    let mayBeMore = true

    async function sendDue(loopStopping: AbortSignal): Promise<void> {
      mayBeMore = true
      hands.throwFailure()
      for (;;) {
        const room = loopStopping.aborted ? 0 : hands.room()
        const max = room === 0 ? 0 : gate.admit(room, performance.now())
        // A channel that is tried, or is near its limits, has one batch at a time.
        if (max < room && !hands.isEmpty()) hands.waitForEnd()
        if (max === 0 || (max < room && !hands.isEmpty())) return
        const due = await deliveries.lease({ channel: pusher.channel, max, leaseMs, nowMs: Date.now() })
        if (due.length > 0) hands.take(due.length, () => send(due, channel, mayStartFromNow()))
        mayBeMore = due.length === max
        if (!mayBeMore) return
      }
    }

    /** Whether calls of a batch that was just leased may start. */
    function mayStartFromNow(): () => boolean {
      // The rest of the lease is for the last calls, and to store their outcomes. This time begins after the lease was stored, so
      // that some calls start, however slow the store is.
      const startUntilMs = performance.now() + leaseMs / 2
      return () => {
        const nowMs = performance.now()
        return !stopping.signal.aborted && nowMs < startUntilMs && gate.admit(1, nowMs) > 0
      }
    }

    const onFailure = (error: unknown) => log.warn('cannot send deliveries, will try again', { error })
    const loop = openNudgedLoop({ pass: sendDue, everyMs: LOOK_EVERY_MS, onFailure })
    return {
      nudge: () => loop.nudge(),
      expect(count: number) {
        if (stopping.signal.aborted || mayBeMore) return undefined
        const room = hands.room()
        // A channel that is tried, or is near its limits, leases one batch after the other.
        if (room < count || gate.admit(room, performance.now()) < room) return undefined
        const { promise, resolve } = Promise.withResolvers<readonly Delivery[]>()
        hands.take(count, async () => {
          const due = await promise
          if (due.length > 0) await send(due, channel, mayStartFromNow())
        })
        return resolve
      },
      async stop() {
        stopping.abort()
        await loop.stop()
        const error = await hands.settled()
        if (error !== undefined) onFailure(error)
      },
    }
  }

  const byChannel = new Map(channels.map((channel) => [channel.pusher.channel, open(channel)]))
  const senders = [...byChannel.values()]
  return {
    nudge() {
      for (const sender of senders) sender.nudge()
    },
    expect: (channel, count) => byChannel.get(channel)?.expect(count),
    async stop() {
      await Promise.all(senders.map((sender) => sender.stop()))
    },
  }
}
