import type { Collection, Document } from 'mongodb'
import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import type { DeliveryEnd, DeliveryOutcome, Hold, Postponement } from '#lib/store/deliveries.ts'
import { hasOnlyDuplicates } from './mongo-error.ts'
import { keepingStages } from './unsent.ts'

/** What the outcomes of leases change of a delivery. */
export interface SettledDocument {
  readonly _id: string
  readonly state: string
}

/**
 * Ends or postpones pending deliveries, in two commands: the first of the deliveries with the same event stores it. If an event is
 * stored already, or a delivery is no longer pending, it takes two more.
 */
export async function settleDeliveries(
  deliveries: Collection<SettledDocument>,
  outcomes: readonly DeliveryOutcome[],
): Promise<void> {
  const events = new Set<string>()
  const [first, others]: [DeliveryOutcome[], DeliveryOutcome[]] = [[], []]
  for (const outcome of outcomes) {
    const event = eventOf(outcome)
    const isRepeated = event !== undefined && events.has(event.id)
    if (event !== undefined) events.add(event.id)
    if (isRepeated) others.push(outcome)
    else first.push(outcome)
  }
  // If a delivery was no longer pending, its event is not stored: another one must try to store it.
  const isEachStored = await write(deliveries, first)
  await write(deliveries, isEachStored ? others.map(withoutEvent) : others)
}

/** Writes outcomes, and leaves out the events that are stored already; returns whether all deliveries were pending. */
async function write(
  deliveries: Collection<SettledDocument>,
  outcomes: readonly DeliveryOutcome[],
): Promise<boolean> {
  if (outcomes.length === 0) return true
  const updates = outcomes.map((outcome) => ({
    updateOne: { filter: { _id: outcome.id, state: 'pending' }, update: updateFor(outcome) },
  }))
  try {
    const { matchedCount } = await deliveries.bulkWrite(updates, { ordered: false })
    return matchedCount === outcomes.length
  } catch (error) {
    if (!hasOnlyDuplicates(error)) throw error
    const places = new Set([error.writeErrors].flat().map(({ index }) => index))
    const failed = outcomes.filter((_, place) => places.has(place))
    const wereRestPending = error.matchedCount === outcomes.length - failed.length
    return (await write(deliveries, failed.map(withoutEvent))) && wereRestPending
  }
}

function updateFor(outcome: DeliveryOutcome): Document[] {
  if (outcome.state === 'held') return holding(outcome)
  return outcome.state === 'pending' ? postponing(outcome) : ending(outcome)
}

function holding({ why, dueAtMs, reason }: Hold): Document[] {
  // The lease to send it is over. What has a lease while it is held is being closed.
  return [
    {
      $set: { state: 'held', heldFor: why, freeAt: dueAtMs, reason: { $literal: reason }, lease: '$$REMOVE' },
    },
  ]
}

function eventOf(outcome: DeliveryOutcome): OutgoingEvent | undefined {
  return outcome.state === 'pending' || outcome.state === 'held' ? undefined : outcome.event
}

function ending({ state, atMs, isTry = false, providerId, reason, event, call }: DeliveryEnd): Document[] {
  const end = {
    ...call,
    state,
    attempts: { $add: ['$attempts', Number(isTry)] },
    sentAt: state === 'sent' ? atMs : '$$REMOVE',
    providerId: providerId === undefined ? '$$REMOVE' : { $literal: providerId },
    reason: reason === undefined ? '$$REMOVE' : { $literal: reason },
  }
  return [{ $set: end }, ...keepingStages(event === undefined ? [] : [event])]
}

function postponing({ dueAtMs, reason, isTry, call }: Postponement): Document[] {
  const attempts = { $add: ['$attempts', Number(isTry)] }
  return [
    {
      $set: {
        ...call,
        freeAt: dueAtMs,
        attempts,
        ...(reason !== undefined && { reason: { $literal: reason } }),
      },
    },
  ]
}

function withoutEvent(outcome: DeliveryOutcome): DeliveryOutcome {
  return outcome.state === 'pending' || outcome.state === 'held' ? outcome : { ...outcome, event: undefined }
}
