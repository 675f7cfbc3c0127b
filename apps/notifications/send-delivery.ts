import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import type { PushResult } from '#lib/pusher/pusher.ts'
import type { Delivery, DeliveryEnd, DeliveryStore } from '#lib/store/deliveries.ts'
import type { Mapping, MappingStore } from '#lib/store/mappings.ts'
import { backOffMs } from './back-off.ts'
import type { Channel } from './channel.ts'
import { composeMessage } from './compose-message.ts'
import { mayRing, type RingPorts } from './may-ring.ts'

/** The dependencies of sending. */
export interface SendPorts extends RingPorts {
  readonly deliveries: DeliveryStore
  readonly mappings: MappingStore
  readonly publicUrl: string
  readonly ringWindowMs: number
}

// With the back-off these take ten minutes. There is no time limit: a wait that the delivery did not cause (a held channel,
// a stopped process) must not end it.
const ATTEMPTS_MAX = 10
const NO_CHANNEL = 'none'

/** The outcome of sending: the answer of the provider, or a decision without a call. */
export type SendOutcome = PushResult['outcome'] | 'rate_limited' | 'expired' | 'rerouted'

/** Sends one delivery that was leased for a channel, and stores the outcome. */
export async function sendDelivery(
  delivery: Delivery,
  channel: Channel,
  ports: SendPorts,
): Promise<SendOutcome> {
  const { deliveries, mappings, publicUrl } = ports
  const { pusher, gate } = channel
  const now = Date.now()
  const mapping = await mappings.find(delivery.device)
  if (!isRung(mapping, delivery)) {
    const reason = 'the device has no active subscription'
    await deliveries.finish(delivery.id, { state: 'gone', atMs: now, reason }, [])
    return 'gone'
  }
  if (mapping.channel !== pusher.channel) {
    // The device was registered for another channel meanwhile. If that channel is off, the delivery waits for it.
    await deliveries.route(delivery.device, mapping.channel)
    const reason = `moved to the channel "${mapping.channel}"`
    await deliveries.postpone(delivery.id, { dueAtMs: now, reason, isTry: false })
    return 'rerouted'
  }
  const skip = await skipReasonOf(delivery, ports, now)
  if (skip !== undefined) {
    await deliveries.finish(delivery.id, { ...skip, atMs: now }, [])
    return skip.state
  }
  const result = await pusher.send(composeMessage(delivery, mapping, publicUrl, now))
  gate.note(result, performance.now())
  await storeOutcome(result, { delivery, mapping, channel, ports })
  return result.outcome
}

function isRung(mapping: Mapping | undefined, { person }: Delivery): mapping is Mapping {
  return mapping?.person === person && mapping.state === 'active' && mapping.channel !== NO_CHANNEL
}

interface SkipReason {
  readonly state: 'rate_limited' | 'expired'
  readonly reason: string
}

/** The reason not to send a delivery; undefined when it may be sent. */
async function skipReasonOf(
  delivery: Delivery,
  ports: SendPorts,
  now: number,
): Promise<SkipReason | undefined> {
  const { pair, side, match, notice, attempts } = delivery
  const lastSent = await ports.deliveries.lastSent(pair, side, match)
  // A time far in the future comes from a wrong clock.
  if (lastSent !== undefined && Math.abs(now - lastSent) < ports.ringWindowMs) {
    return { state: 'rate_limited', reason: 'this pair rang recently' }
  }
  if (notice.validUntil !== undefined && notice.validUntil <= now) {
    return { state: 'expired', reason: 'the match is over' }
  }
  if (attempts >= ATTEMPTS_MAX) {
    return { state: 'expired', reason: `not delivered in ${attempts} attempts` }
  }
  // Last, because it consumes quota.
  return (await mayRing(delivery, ports, now))
    ? undefined
    : { state: 'rate_limited', reason: 'the new account that caused it has reached its limit per hour' }
}

interface Sent {
  readonly delivery: Delivery
  readonly mapping: Mapping
  readonly channel: Channel
  readonly ports: SendPorts
}

async function storeOutcome(result: PushResult, sent: Sent): Promise<void> {
  const { delivery, mapping, channel, ports } = sent
  const { deliveries, mappings } = ports
  const atMs = Date.now()
  const finish = (end: Omit<DeliveryEnd, 'atMs'>, unsent: readonly OutgoingEvent[] = []) =>
    deliveries.finish(delivery.id, { ...end, atMs, isTry: true }, unsent)
  switch (result.outcome) {
    case 'sent':
      await finish({ state: 'sent', providerId: result.providerId }, [matchRang(delivery, atMs)])
      return
    case 'gone':
      if (await mappings.markGone(delivery.device, mapping.subscription, atMs)) {
        await finish({ state: 'gone', reason: result.reason })
      } else {
        // The device was registered again during the call: send to its new subscription.
        const reason = 'its subscription changed meanwhile'
        await deliveries.postpone(delivery.id, { dueAtMs: atMs, reason, isTry: true })
      }
      return
    case 'refused':
      await finish({ state: 'refused', reason: result.reason })
      return
    case 'held':
    case 'busy':
      // Due again immediately: the channel waits, not the delivery.
      await deliveries.postpone(delivery.id, { dueAtMs: atMs, reason: result.reason, isTry: false })
      return
    case 'later': {
      // With a Retry-After the channel waits, and the delivery is due immediately as above.
      const isWait = result.retryAfterMs !== undefined
      await deliveries.postpone(delivery.id, {
        dueAtMs: isWait ? atMs : atMs + backOffMs(delivery.attempts + 1),
        reason: result.reason,
        // A failed try of a held channel is not the fault of the delivery.
        isTry: !isWait && channel.gate.status(performance.now()).state !== 'held',
      })
    }
  }
}

/** The event that a match rang; once per match, because the store keeps one event per id. */
function matchRang({ notice }: Delivery, nowMs: number): OutgoingEvent {
  const { id: match, search: sid, offer: oid } = notice.match
  return { id: `mtf.${match}`, type: 'mtf', time: nowMs, params: { match, sid, oid } }
}
