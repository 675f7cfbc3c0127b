import { problemOf } from '#lib/http/create-app.ts'
import type { Bulk } from '#lib/store/bulks.ts'
import { showTotals } from './bulk-wire.ts'
import { LEASE_MS, leaveBulk, TAKEN_OVER } from './hold-bulk.ts'
import type { BulkOptions } from './options.ts'

const BATCH_MAX = 500

/** Which offers are removed. */
export interface OffersToRemove {
  readonly bulk: Bulk
  readonly which: 'vanished' | 'all'
}

/** Removes offers, batch by batch, and gives a bulk as it is after each; undefined when another call holds it. */
export async function* removeBatches(
  { bulks }: Pick<BulkOptions, 'bulks'>,
  { bulk: begun, which }: OffersToRemove,
): AsyncGenerator<Bulk | undefined> {
  let { removed: sum } = begun
  for (;;) {
    const lease = { nowMs: Date.now(), leaseMs: LEASE_MS }
    const removed = await bulks.remove(begun, which, { max: BATCH_MAX, ...lease })
    if (removed === 0) return
    if (removed === undefined) {
      yield undefined
      return
    }
    sum += removed
    yield { ...begun, removed: sum }
  }
}

/** Removes all offers of a bulk that has begun, and gives the lines of the answer. */
export async function* removeOffers(
  options: BulkOptions,
  { bulk: begun, which }: OffersToRemove,
): AsyncGenerator {
  let bulk: Bulk | undefined = begun
  let isDone = false
  try {
    yield { run: begun.run }
    for await (const next of removeBatches(options, { bulk: begun, which })) {
      bulk = next
      if (next !== undefined) yield { removed: next.removed }
    }
    if (bulk === undefined) {
      yield { problem: TAKEN_OVER }
      return
    }
    isDone = await leaveBulk(options, bulk, true)
    yield showTotals(bulk, true)
  } catch (error) {
    yield { problem: problemOf(error, options.log) }
  } finally {
    if (bulk !== undefined && !isDone)
      await leaveBulk(options, bulk, false).catch((error: unknown) =>
        options.log.warn('cannot leave a bulk', { error }),
      )
  }
}
