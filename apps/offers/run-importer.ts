import { createHash } from 'node:crypto'
import { messageOf } from '#lib/errors/message-of.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import { tellTracker } from '#lib/service-client/tell-tracker.ts'
import type { Run, RunCounts, RunEnd, RunStore } from '#lib/store/runs.ts'
import { diffOffers } from './diff-offers.ts'
import type { Importer } from './importers/importer.ts'
import { openRefusals } from './open-refusals.ts'
import { readSource } from './read-source.ts'
import { RunAborted } from './run-aborted.ts'
import { openStoredOffers } from './stored-offers.ts'
import { suspicionOf, whyUnreadable, type Evidence, type SourceSize } from './suspicion-of.ts'

/** The dependencies of a run. */
export interface RunOptions {
  readonly importer: Importer
  readonly demoCity: string
  readonly storage: ServiceClient
  readonly tracker: ServiceClient
  readonly runs: Pick<RunStore, 'latest'>
  /** Aborts with a `RunAborted` when the run must end. */
  readonly signal: AbortSignal
  /** Called before each write; rejects once this run is no longer the active run of its importer. */
  readonly assertOurs: () => Promise<void>
  readonly onProgress: (counts: RunCounts) => void
}

interface Progress {
  created: number
  refreshed: number
  removed: number
}

/**
 * Runs an importer once: it creates new offers, updates changed ones, and only then removes vanished ones, unless the source
 * looks broken (see `suspicionOf()`). Then it triggers matching. It never rejects: the result has the final state.
 */
export async function runImporter(run: Run, options: RunOptions): Promise<RunEnd> {
  const { importer, demoCity, storage, tracker, signal, assertOurs, onProgress } = options
  const progress: Progress = { created: 0, refreshed: 0, removed: 0 }
  const refusals = openRefusals()
  let size: SourceSize | undefined

  const counts = (): RunCounts => ({ ...progress, refused: refusals.count() })

  /** Writes the items in sequence; gives the refused ones. */
  async function each<Item>(
    items: readonly Item[],
    done: keyof Progress,
    write: (item: Item) => Promise<string | undefined>,
    keyOf: (item: Item) => string | undefined,
  ): Promise<Item[]> {
    const refused: Item[] = []
    for (const item of items) {
      await assertOurs()
      const reason = await write(item)
      if (reason === undefined) progress[done] += 1
      else {
        refused.push(item)
        refusals.add({ key: keyOf(item), reason })
      }
      onProgress(counts())
    }
    return refused
  }

  async function work(): Promise<Pick<RunEnd, 'state' | 'reason' | 'fingerprint'>> {
    const source = await readSource(importer, { demoCity, signal })
    for (const refusal of source.refused) refusals.add(refusal)
    const named = new Set([...source.drafts.map(({ ext }) => ext.key), ...source.refusedKeys])
    const { unnamed, given } = source
    const sizeNow = () => ({ items: named.size, refused: refusals.count(), unnamed })
    size = sizeNow()
    const offers = openStoredOffers(storage, importer.owner, signal)
    const stored = await offers.list()
    const diff = diffOffers(source.drafts, stored, source.refusedKeys)
    const notCreated = await each(
      diff.created,
      'created',
      (draft) => offers.create(draft),
      ({ ext }) => ext.key,
    )
    const notChanged = await each(
      diff.changed,
      'refreshed',
      ({ id, draft }) => offers.replace(id, draft),
      ({ draft }) => draft.ext.key,
    )
    const refusedKeys = [
      ...source.refusedKeys,
      ...[...notCreated, ...notChanged.map(({ draft }) => draft)].map(({ ext }) => ext.key),
    ]
    size = sizeNow()
    const fingerprint = fingerprintOf([...named], refusedKeys, unnamed)
    const evidence = { found: { ...size, given }, vanished: diff.vanished.length, stored: stored.length }
    const suspicion = await suspect(fingerprint, evidence)
    if (suspicion === undefined) {
      await each(
        diff.vanished,
        'removed',
        (id) => offers.remove(id),
        () => undefined,
      )
    }
    // A good run sends it also without writes, because the previous run may have ended before it sent the event.
    if (suspicion === undefined || progress.created + progress.refreshed > 0) {
      await assertOurs()
      const params = { owner: importer.owner }
      await tellTracker(tracker, [{ id: run.id, type: 'bud', time: Date.now(), params }])
    }
    return suspicion === undefined
      ? { state: 'done', fingerprint }
      : { state: 'suspect', fingerprint, reason: `${suspicion}; no offer was removed` }
  }

  /** The reason to remove nothing. A small number of offers is no reason when the previous run saw the same offers. */
  async function suspect(fingerprint: string, seen: Omit<Evidence, 'good'>): Promise<string | undefined> {
    const before = await options.runs.latest(importer.id, ['done', 'suspect', 'approved'])
    const good = await options.runs.latest(importer.id, ['done', 'approved'])
    const evidence = { ...seen, good: good && sizeOf(good) }
    return before?.fingerprint === fingerprint ? whyUnreadable(evidence) : suspicionOf(evidence)
  }

  const ended = await work().catch((error: unknown) => endOf(error, signal))
  return {
    ...counts(),
    ...ended,
    items: size?.items,
    unnamed: size?.unnamed,
    reasons: refusals.reasons(),
    refusals: refusals.first(),
    endedAt: Date.now(),
  }
}

function endOf(error: unknown, { aborted, reason }: AbortSignal): Pick<RunEnd, 'state' | 'reason'> {
  return aborted && reason instanceof RunAborted
    ? { state: reason.state, reason: reason.message }
    : { state: 'failed', reason: messageOf(error) }
}

/** Undefined for runs of old versions, which did not store these numbers. */
function sizeOf({ items, refused, unnamed = 0 }: Run): SourceSize | undefined {
  return items === undefined ? undefined : { items, refused, unnamed }
}

function fingerprintOf(named: readonly string[], refused: readonly string[], unnamed: number): string {
  const content = JSON.stringify([named.toSorted(), refused.toSorted(), unnamed])
  return createHash('sha256').update(content).digest('hex')
}
