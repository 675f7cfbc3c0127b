import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import type { Pusher, PushResult } from '#lib/pusher/pusher.ts'
import type { Delivery, DeliveryEnd, DeliveryStore } from '#lib/store/deliveries.ts'
import type { Mapping, MappingStore } from '#lib/store/mappings.ts'
import { composeMessage } from './compose-message.ts'
import { mayRing, type RingPorts } from './may-ring.ts'

/** What sending needs. */
export interface SendPorts extends RingPorts {
  readonly deliveries: DeliveryStore
  readonly mappings: MappingStore
  readonly pushers: readonly Pusher[]
  readonly publicUrl: string
  readonly ringWindowMs: number
}

const ATTEMPTS_MAX = 10
const GIVE_UP_MS = 15 * 60_000
const BACKOFF_MS_MIN = 2_000
const BACKOFF_MS_MAX = 60_000
const HELD_MS = 30_000

/** How sending a delivery went: as the provider's answer has it, or without asking it. */
export type SendOutcome = PushResult['outcome'] | 'rate_limited' | 'expired'

/** Sends one leased delivery, and writes down what became of it. */
export async function sendDelivery(delivery: Delivery, ports: SendPorts): Promise<SendOutcome> {
  const { deliveries, mappings, pushers, publicUrl } = ports
  const now = Date.now()
  const mapping = await mappings.find(delivery.device)
  const pusher = pushers.find(({ channel }) => channel === mapping?.channel)
  if (
    mapping === undefined ||
    mapping.person !== delivery.person ||
    mapping.state !== 'active' ||
    pusher === undefined
  ) {
    const reason = 'the device is rung no more'
    await deliveries.finish(delivery.id, { state: 'gone', atMs: now, reason }, [])
    return 'gone'
  }
  const refusal = await whyNot(delivery, ports, now)
  if (refusal !== undefined) {
    await deliveries.finish(delivery.id, { ...refusal, atMs: now }, [])
    return refusal.state
  }
  const result = await pusher.send(composeMessage(delivery, mapping, publicUrl, now))
  await writeDown(result, { delivery, mapping, ports })
  return result.outcome
}

interface Refusal {
  readonly state: 'rate_limited' | 'expired'
  readonly reason: string
}

/** Why a delivery is not to be sent; undefined when it is. */
async function whyNot(delivery: Delivery, ports: SendPorts, now: number): Promise<Refusal | undefined> {
  const { pair, side, match, notice, attempts, created } = delivery
  const lastSent = await ports.deliveries.lastSent(pair, side, match)
  if (lastSent !== undefined && now - lastSent < ports.ringWindowMs) {
    return { state: 'rate_limited', reason: 'this pair rang a short while ago' }
  }
  if (notice.validUntil !== undefined && notice.validUntil <= now) {
    return { state: 'expired', reason: 'the match is over' }
  }
  // The last try was the one before: after a crash a leased row comes back with its attempt counted.
  if (attempts > ATTEMPTS_MAX || now - created > GIVE_UP_MS) {
    return { state: 'expired', reason: `not delivered in ${attempts - 1} attempts` }
  }
  // Last, as it counts: what is not sent for another reason takes no ring.
  return (await mayRing(delivery, ports, now))
    ? undefined
    : { state: 'rate_limited', reason: 'it is by a new account, which rang enough in this hour' }
}

interface Sent {
  readonly delivery: Delivery
  readonly mapping: Mapping
  readonly ports: SendPorts
}

async function writeDown(result: PushResult, { delivery, mapping, ports }: Sent): Promise<void> {
  const { deliveries, mappings } = ports
  const atMs = Date.now()
  const finish = (end: Omit<DeliveryEnd, 'atMs'>, unsent: readonly OutgoingEvent[] = []) =>
    deliveries.finish(delivery.id, { ...end, atMs }, unsent)
  switch (result.outcome) {
    case 'sent':
      await finish({ state: 'sent', providerId: result.providerId }, [matchRang(delivery, atMs)])
      return
    case 'gone':
      await mappings.markGone(delivery.device, mapping.subscription, atMs)
      await finish({ state: 'gone', reason: result.reason })
      return
    case 'refused':
      await finish({ state: 'refused', reason: result.reason })
      return
    case 'held':
      await deliveries.postpone(delivery.id, atMs + HELD_MS, result.reason)
      return
    case 'later':
      await deliveries.postpone(
        delivery.id,
        atMs + Math.max(result.retryAfterMs ?? 0, backoffMs(delivery.attempts)),
        result.reason,
      )
  }
}

// Doubling, each with up to half more at random, so that a provider that comes back is not met by all at once.
function backoffMs(attempts: number): number {
  return Math.min(BACKOFF_MS_MAX, BACKOFF_MS_MIN * 2 ** (attempts - 1)) * (1 + Math.random() / 2)
}

/** Told once per match: the id is the match's, and the store keeps one of an id. */
function matchRang({ notice }: Delivery, nowMs: number): OutgoingEvent {
  const { id: match, search: sid, offer: oid } = notice.match
  return { id: `mtf.${match}`, type: 'mtf', time: nowMs, params: { match, sid, oid } }
}
