import type { Document } from 'mongodb'
import type { DeliveryEnd, DeliveryOutcome, Postponement } from '#lib/store/deliveries.ts'
import { keepingStages } from './unsent.ts'

/** The update of a pending delivery by the outcome of its lease. */
export function deliveryUpdate(outcome: DeliveryOutcome): Document[] {
  return outcome.state === 'pending' ? postponing(outcome) : ending(outcome)
}

function ending({ state, atMs, isTry = false, providerId, reason, event }: DeliveryEnd): Document[] {
  const end = {
    state,
    attempts: { $add: ['$attempts', Number(isTry)] },
    sentAt: state === 'sent' ? atMs : '$$REMOVE',
    providerId: providerId === undefined ? '$$REMOVE' : { $literal: providerId },
    reason: reason === undefined ? '$$REMOVE' : { $literal: reason },
  }
  return [{ $set: end }, ...keepingStages(event === undefined ? [] : [event])]
}

function postponing({ dueAtMs, reason, isTry }: Postponement): Document[] {
  const attempts = { $add: ['$attempts', Number(isTry)] }
  return [
    { $set: { freeAt: dueAtMs, attempts, ...(reason !== undefined && { reason: { $literal: reason } }) } },
  ]
}
