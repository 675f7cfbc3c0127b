import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import type { Outbox } from '#lib/store/outbox.ts'
import type { ActiveLimit, HistoryEntry } from '#lib/store/subjects.ts'
import type { Subject } from '#lib/subjects/subject.ts'

/** What a bulk did so far. */
export interface BulkCounts {
  readonly created: number
  readonly refreshed: number
  readonly unchanged: number
  readonly removed: number
  /** Lines that were refused. */
  readonly refused: number
  /** Of these, the ones of which nobody knows what they mean: with one of them, nothing that vanished can be told. */
  readonly unnamed: number
}

/** The newest bulk of an owner. Times are milliseconds since 1970. */
export interface Bulk extends BulkCounts {
  readonly owner: string
  readonly run: string
  /** One more than that of the run before. The marks of offers name it. */
  readonly number: number
  /** One more with each process that holds it. A process with a lower one writes nothing any more. */
  readonly fence: number
  readonly isDone: boolean
  /** How many lines are stored. */
  readonly lines: number
  readonly startedAt: number
  /** Until when a process holds it; 0 when none does. */
  readonly heldUntil: number
  /** When others are told of what it wrote so far, unless somebody goes on with it before; 0 when they know. */
  readonly dueAt: number
  /** Who holds it, or held it last, in words. */
  readonly by: string
}

/** A bulk that a process wants to hold. */
export interface WantedBulk {
  readonly owner: string
  readonly run: string
  readonly by: string
  readonly nowMs: number
  readonly leaseMs: number
}

/** Whether a process holds a bulk now: `held` when one holds another run, `done` when this run has ended before. */
export interface BulkBegin {
  readonly outcome: 'begun' | 'held' | 'done'
  readonly bulk: Bulk
}

/** A bulk that a process holds. */
export type HeldBulk = Pick<Bulk, 'owner' | 'fence' | 'number'>

/** The lease of a bulk is extended by each write. */
export interface BulkLease {
  readonly nowMs: number
  readonly leaseMs: number
}

/** How a process leaves a bulk. */
export interface BulkEnd extends Pick<Bulk, 'isDone' | 'dueAt'> {
  readonly events: readonly OutgoingEvent[]
  /** Only when it is due at this time, as it was read: whoever holds it may have written meanwhile. */
  readonly ifDueAt?: number
}

/** An offer as it is stored, and the line that named it last; 0 for a line that was refused. */
export interface BulkOffer {
  readonly subject: Subject
  readonly mark?: { readonly number: number; readonly line: number } | undefined
}

/** What a plan is made from. */
export interface BulkState {
  /** The stored offers and searches among the ids that were asked for. */
  readonly stored: ReadonlyMap<string, BulkOffer>
  /** How many other subjects of the owner count as active; 0 when no limit was given. */
  readonly activeElsewhere: number
  /** How many offers of the owner bulks have named; 0 when no limit was given. */
  readonly marked: number
}

/** An offer to write, and the line that names it. */
export interface BulkItem {
  readonly subject: Subject
  readonly line: number
  readonly entry: HistoryEntry
}

/** What to write for a batch of lines. */
export interface BulkPlan {
  /** Offers with ids that are not stored. */
  readonly created: readonly BulkItem[]
  /** New states of stored offers. */
  readonly refreshed: readonly BulkItem[]
  /** Stored offers that stay as they are; line 0 for those that a refused line names. */
  readonly unchanged: readonly { readonly id: string; readonly line: number }[]
  /** How many lines are stored with this batch, and what the bulk did so far. */
  readonly progress: Pick<Bulk, 'lines' | keyof BulkCounts>
}

/**
 * Offers that are written many at a time; owned by apps/storage. One process at a time holds the bulk of an owner; each offer is marked
 * with the run and the line that named it last. An edit keeps the mark.
 */
export interface BulkStore extends Outbox<OutgoingEvent> {
  /** Begins a run, unless a process holds another one of this owner; or goes on with it, also while a process holds it: that one is late then. */
  begin(wanted: WantedBulk): Promise<BulkBegin>
  find(owner: string): Promise<Bulk | undefined>
  /**
   * Reads offers, and writes what the plan says of them, with its progress, in one transaction. The plan may be made several times, when
   * others change these offers at the same time. Undefined, and nothing is written, when the process does not hold the bulk any more.
   */
  write<Plan extends BulkPlan>(
    held: HeldBulk,
    batch: BulkLease & { readonly ids: readonly string[]; readonly limit?: ActiveLimit | undefined },
    plan: (state: BulkState) => Plan,
  ): Promise<Plan | undefined>
  /**
   * Removes up to `max` offers of the owner in one transaction, and counts them: `all`, or those `vanished` that earlier runs marked
   * and this one did not. Gives how many; undefined when the process does not hold the bulk any more.
   */
  remove(
    held: HeldBulk,
    which: 'vanished' | 'all',
    batch: BulkLease & { readonly max: number },
  ): Promise<number | undefined>
  /** Holds the bulk no longer, and stores events in the same write; false when the process did not hold it any more, or `ifDueAt` differs. */
  leave(held: HeldBulk, end: BulkEnd): Promise<boolean>
  /** Bulks that nobody holds and that are due, the longest first; also those whose process died when its lease ended. */
  due(nowMs: number, limit: number): Promise<Bulk[]>
  /** Forgets the bulk of an owner. Whoever holds it writes nothing any more. */
  forget(owner: string): Promise<void>
}

const NOTHING: BulkCounts = { created: 0, refreshed: 0, unchanged: 0, removed: 0, refused: 0, unnamed: 0 }

/**
 * Decides whether a process may hold the bulk of an owner, and how the bulk goes on then.
 *
 * @example
 * ```ts
 * const wanted = { owner: 'importer:a', run: 'r', by: 'a service', nowMs: 1_000, leaseMs: 60_000 }
 * const { bulk } = beginBulk(undefined, wanted)
 * bulk.heldUntil // => 61000
 * beginBulk(bulk, { ...wanted, run: 's', nowMs: 2_000 }).outcome // => 'held'
 * beginBulk(bulk, { ...wanted, run: 's', nowMs: 61_000 }).outcome // => 'begun'
 * beginBulk(bulk, { ...wanted, run: 's', nowMs: -59_000 }).outcome // => 'held'
 * beginBulk(bulk, { ...wanted, nowMs: 2_000 }).outcome // => 'begun'
 * ```
 */
export function beginBulk(found: Bulk | undefined, wanted: WantedBulk): BulkBegin {
  const { owner, run, by, nowMs, leaseMs } = wanted
  const heldUntil = nowMs + leaseMs
  if (found === undefined) {
    const first = { owner, run, by, number: 1, fence: 1, isDone: false, lines: 0, startedAt: nowMs }
    return { outcome: 'begun', bulk: { ...first, heldUntil, dueAt: heldUntil, ...NOTHING } }
  }
  if (found.run === run && found.isDone) return { outcome: 'done', bulk: found }
  const next = { ...found, by, fence: found.fence + 1, heldUntil, dueAt: heldUntil }
  // Who names the run lost the call that holds it. The fence stops that call, if it still lives.
  if (found.run === run) return { outcome: 'begun', bulk: next }
  // The clocks of two hosts may differ by up to a lease. A lease that ends still later is from before the clock was set back.
  if (found.heldUntil > nowMs && found.heldUntil <= heldUntil + leaseMs)
    return { outcome: 'held', bulk: found }
  const begun = { run, number: found.number + 1, isDone: false, lines: 0, startedAt: nowMs }
  return { outcome: 'begun', bulk: { ...next, ...begun, ...NOTHING } }
}
