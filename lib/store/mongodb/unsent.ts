import type { Document, IndexDescription, Timestamp } from 'mongodb'
import { duplicateValue } from './mongo-error.ts'

/** An event, stored in the document of the change that it reports. */
export interface UnsentEvent {
  readonly id: string
  /** The unchanged event as JSON. */
  readonly event: string
  readonly heldUntil: number
  /** Name of the last lease. */
  readonly lease?: string
  readonly keptAt: Timestamp
}

/** A document that may contain unsent events; without them, the field is absent. */
export interface WithUnsent {
  readonly unsent?: readonly UnsentEvent[]
}

/** Indexes of a collection whose documents contain events. The unique one prevents two unsent events with the same id. */
export const UNSENT_INDEXES = [
  { name: 'unsent_ids', key: { 'unsent.id': 1 }, unique: true, sparse: true },
  {
    name: 'unsent_in_order',
    key: { 'unsent.keptAt': 1 },
    partialFilterExpression: { unsent: { $exists: true } },
  },
] as const satisfies readonly IndexDescription[]

/** The stage of an update that drops the field when no event is left. */
export const DROP_EMPTY_UNSENT: Document = {
  $set: { unsent: { $cond: [{ $eq: ['$unsent', []] }, '$$REMOVE', '$unsent'] } },
}

/**
 * Runs a write that keeps events, given the stages of an update pipeline that add them to the document. Events are left
 * out if an event with their id is already unsent, in this document or another.
 */
export async function keepUnsent<Result>(
  events: readonly { readonly id: string }[],
  write: (stages: Document[]) => Promise<Result>,
): Promise<Result> {
  let rest = events
  for (;;) {
    try {
      return await write(keepingStages(rest))
    } catch (error) {
      const taken = duplicateValue(error, 'unsent.id')
      if (taken === undefined) throw error
      rest = rest.filter(({ id }) => id !== taken)
    }
  }
}

/**
 * The stages of an update pipeline that add events to a document, except those that it already has. An event that is unsent in another
 * document makes the write fail.
 */
export function keepingStages(events: readonly { readonly id: string }[]): Document[] {
  return events.length === 0 ? [] : [{ $set: { unsent: unsentAnd(events) } }, DROP_EMPTY_UNSENT]
}

/** The unsent events of a document and these, as an expression. Nobody leases the added events before `heldUntilMs`. */
export function unsentAnd(events: readonly { readonly id: string }[], heldUntilMs = 0): Document {
  const added = events.map((event) => ({
    id: { $literal: event.id },
    event: { $literal: JSON.stringify(event) },
    heldUntil: heldUntilMs,
    // The clock of the replica set: a change that begins after another was confirmed has a later time, on all machines.
    keptAt: '$$CLUSTER_TIME',
  }))
  const isNew = { $not: [{ $in: ['$$this.id', { $ifNull: ['$unsent.id', []] }] }] }
  return { $concatArrays: [{ $ifNull: ['$unsent', []] }, { $filter: { input: added, cond: isNew } }] }
}
