import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import type { PushResult } from '#lib/pusher/pusher.ts'
import type { Delivery, DeliveryEnd, Postponement } from '#lib/store/deliveries.ts'
import { backOffMs } from './back-off.ts'
import type { ChannelGate } from './channel-gate.ts'
import type { Decided } from './decided.ts'
import type { Send } from './decide-sends.ts'

/** What an answer of the provider means for the delivery; `gate` has noted it. */
export function outcomeOf(send: Send, answer: PushResult, gate: Pick<ChannelGate, 'status'>): Decided {
  const { delivery, mapping } = send
  const outcome = isFinal(answer) ? endOf(delivery, answer) : postponementOf(delivery, answer, gate)
  const decided = { delivery, result: answer.outcome, outcome }
  if (answer.outcome !== 'gone') return decided
  return { ...decided, lost: { device: mapping.device, subscription: mapping.subscription } }
}

type FinalAnswer = Extract<PushResult, { outcome: 'sent' | 'gone' | 'refused' }>

function isFinal(answer: PushResult): answer is FinalAnswer {
  return answer.outcome === 'sent' || answer.outcome === 'gone' || answer.outcome === 'refused'
}

function endOf(delivery: Delivery, answer: FinalAnswer): DeliveryEnd {
  const atMs = Date.now()
  const end = { id: delivery.id, atMs, isTry: true } as const
  if (answer.outcome !== 'sent') return { ...end, state: answer.outcome, reason: answer.reason }
  return { ...end, state: 'sent', providerId: answer.providerId, event: matchRang(delivery, atMs) }
}

function postponementOf(
  delivery: Delivery,
  answer: Exclude<PushResult, FinalAnswer>,
  gate: Pick<ChannelGate, 'status'>,
): Postponement {
  const { reason } = answer
  const isWait = answer.outcome !== 'later' || answer.retryAfterMs !== undefined
  // Due again immediately: the channel waits, not the delivery.
  if (isWait) return postponed(delivery, { dueAtMs: Date.now(), reason, isTry: false })
  const dueAtMs = Date.now() + backOffMs(delivery.attempts + 1)
  // A failed try of a channel that waits is not the fault of the delivery.
  return postponed(delivery, { dueAtMs, reason, isTry: gate.status(performance.now()).state === 'open' })
}

/** A delivery that could not be handled because of a fault of ours. It may repeat, so it counts as a try, and the tries are limited. */
export function faultOf(delivery: Delivery): Decided {
  const dueAtMs = Date.now() + backOffMs(delivery.attempts + 1)
  return { delivery, outcome: postponed(delivery, { dueAtMs, reason: 'cannot send it', isTry: true }) }
}

/** Gives a delivery back that was not tried: it is as if it had not been leased. */
export function giveBack(delivery: Delivery): Decided {
  return { delivery, outcome: { id: delivery.id, state: 'pending', dueAtMs: 0, isTry: false } }
}

function postponed({ id }: Delivery, over: Omit<Postponement, 'id' | 'state'>): Postponement {
  return { id, state: 'pending', ...over }
}

/** The event that a match rang; once per match, because the store keeps one event per id. Other kinds have none. */
function matchRang({ content }: Delivery, nowMs: number): OutgoingEvent | undefined {
  if (content.kind !== 'match') return undefined
  const { id: match, search: sid, offer: oid } = content.notice.match
  return { id: `mtf.${match}`, type: 'mtf', time: nowMs, params: { match, sid, oid } }
}
