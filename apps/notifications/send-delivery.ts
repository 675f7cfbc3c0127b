import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import type { PushResult } from '#lib/pusher/pusher.ts'
import type { Delivery, DeliveryEnd, DeliveryStore } from '#lib/store/deliveries.ts'
import type { Mapping, MappingStore } from '#lib/store/mappings.ts'
import { backOffMs } from './back-off.ts'
import type { Channel } from './channel.ts'
import { composeMessage } from './compose-message.ts'
import { mayRing, type RingPorts } from './may-ring.ts'

/** What sending needs. */
export interface SendPorts extends RingPorts {
  readonly deliveries: DeliveryStore
  readonly mappings: MappingStore
  readonly publicUrl: string
  readonly ringWindowMs: number
}

// By the back-off they are over after ten minutes. No clock limits them: a wait that the delivery did not cause (for a
// channel, for a process that was stopped) must not end it.
const ATTEMPTS_MAX = 10
const NO_CHANNEL = 'none'

/** How sending a delivery went: as the provider's answer has it, or without asking it. */
export type SendOutcome = PushResult['outcome'] | 'rate_limited' | 'expired' | 'rerouted'

/** Sends one delivery that was leased for a channel, and writes down what became of it. */
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
    const reason = 'the device is rung no more'
    await deliveries.finish(delivery.id, { state: 'gone', atMs: now, reason }, [])
    return 'gone'
  }
  if (mapping.channel !== pusher.channel) {
    // It was registered anew meanwhile. Where its channel is not on, it waits until that is.
    await deliveries.route(delivery.device, mapping.channel)
    const reason = `goes by the channel "${mapping.channel}"`
    await deliveries.postpone(delivery.id, { dueAtMs: now, reason, isTry: false })
    return 'rerouted'
  }
  const refusal = await whyNot(delivery, ports, now)
  if (refusal !== undefined) {
    await deliveries.finish(delivery.id, { ...refusal, atMs: now }, [])
    return refusal.state
  }
  const result = await pusher.send(composeMessage(delivery, mapping, publicUrl, now))
  gate.note(result, performance.now())
  await writeDown(result, { delivery, mapping, channel, ports })
  return result.outcome
}

function isRung(mapping: Mapping | undefined, { person }: Delivery): mapping is Mapping {
  return mapping?.person === person && mapping.state === 'active' && mapping.channel !== NO_CHANNEL
}

interface Refusal {
  readonly state: 'rate_limited' | 'expired'
  readonly reason: string
}

/** Why a delivery is not to be sent; undefined when it is. */
async function whyNot(delivery: Delivery, ports: SendPorts, now: number): Promise<Refusal | undefined> {
  const { pair, side, match, notice, attempts } = delivery
  const lastSent = await ports.deliveries.lastSent(pair, side, match)
  // One far ahead was rung while the clock was wrong.
  if (lastSent !== undefined && Math.abs(now - lastSent) < ports.ringWindowMs) {
    return { state: 'rate_limited', reason: 'this pair rang a short while ago' }
  }
  if (notice.validUntil !== undefined && notice.validUntil <= now) {
    return { state: 'expired', reason: 'the match is over' }
  }
  if (attempts >= ATTEMPTS_MAX) {
    return { state: 'expired', reason: `not delivered in ${attempts} attempts` }
  }
  // Last, because it counts a ring: what is not sent for another reason takes none.
  return (await mayRing(delivery, ports, now))
    ? undefined
    : { state: 'rate_limited', reason: 'it is by a new account, which rang enough in this hour' }
}

interface Sent {
  readonly delivery: Delivery
  readonly mapping: Mapping
  readonly channel: Channel
  readonly ports: SendPorts
}

async function writeDown(result: PushResult, sent: Sent): Promise<void> {
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
        // The device was registered anew while we called: its new subscription is there to be rung.
        const reason = 'its subscription changed meanwhile'
        await deliveries.postpone(delivery.id, { dueAtMs: atMs, reason, isTry: true })
      }
      return
    case 'refused':
      await finish({ state: 'refused', reason: result.reason })
      return
    case 'held':
    case 'busy':
      // It is due again at once: the channel waits, and then nothing of the wait is the delivery's own.
      await deliveries.postpone(delivery.id, { dueAtMs: atMs, reason: result.reason, isTry: false })
      return
    case 'later': {
      // Where the provider says for how long it is away, the channel waits, and the delivery is due at once as above.
      const isWait = result.retryAfterMs !== undefined
      await deliveries.postpone(delivery.id, {
        dueAtMs: isWait ? atMs : atMs + backOffMs(delivery.attempts + 1),
        reason: result.reason,
        // A channel that is held is tried with deliveries that can do nothing for it.
        isTry: !isWait && channel.gate.status(performance.now()).state !== 'held',
      })
    }
  }
}

/** Told once per match: the id is the match's, and the store keeps one of an id. */
function matchRang({ notice }: Delivery, nowMs: number): OutgoingEvent {
  const { id: match, search: sid, offer: oid } = notice.match
  return { id: `mtf.${match}`, type: 'mtf', time: nowMs, params: { match, sid, oid } }
}
