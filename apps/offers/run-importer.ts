import { messageOf } from '#lib/errors/message-of.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import { tellTracker } from '#lib/service-client/tell-tracker.ts'
import type { RunEnd } from '#lib/store/runs.ts'
import { diffOffers } from './diff-offers.ts'
import { draftOf } from './draft-of.ts'
import type { Importer } from './importers/importer.ts'
import { openStoredOffers } from './stored-offers.ts'

/** What a run stands on. */
export interface RunOptions {
  readonly importer: Importer
  readonly demoCity: string
  readonly storage: ServiceClient
  readonly tracker: ServiceClient
  /** Aborts when the station stops. */
  readonly signal: AbortSignal
}

/**
 * Runs an importer once: what is new is written, what changed is edited, what vanished is taken back, in this order, so that
 * a run that breaks off takes nothing back. Then matching is asked to look. Never rejects: how it went is in the answer.
 */
export async function runImporter(runId: string, options: RunOptions): Promise<RunEnd> {
  const { importer, demoCity, storage, tracker, signal } = options
  const counts = { created: 0, refreshed: 0, removed: 0, refused: 0 }

  async function each<Item>(
    items: readonly Item[],
    done: 'created' | 'refreshed' | 'removed',
    write: (item: Item) => Promise<boolean>,
  ): Promise<void> {
    for (const item of items) {
      signal.throwIfAborted()
      counts[(await write(item)) ? done : 'refused'] += 1
    }
  }

  try {
    const offers = await importer.fetch({ demoCity, signal })
    if (offers.length === 0) throw new RangeError('the source was empty; nothing was taken back')
    const stored = openStoredOffers(storage, importer.owner)
    const drafts = offers.map((offer) => draftOf(offer, importer))
    const diff = diffOffers(drafts, await stored.list())
    await each(diff.created, 'created', (draft) => stored.create(draft))
    await each(diff.changed, 'refreshed', ({ id, draft }) => stored.replace(id, draft))
    await each(diff.vanished, 'removed', (id) => stored.remove(id))
    await tellTracker(tracker, [
      { id: runId, type: 'bud', time: Date.now(), params: { owner: importer.owner } },
    ])
    return { ...counts, state: 'done', endedAt: Date.now() }
  } catch (error) {
    const reason = signal.aborted ? 'the station was stopped' : messageOf(error)
    return { ...counts, state: 'failed', reason, endedAt: Date.now() }
  }
}
