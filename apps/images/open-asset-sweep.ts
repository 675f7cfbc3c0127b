import type { BlobStore, StoredBlob } from '#lib/blob-store/blob-store.ts'
import type { InTurn } from '#lib/loop/in-turn.ts'
import { openNudgedLoop, type NudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import type { AssetStore } from '#lib/store/assets.ts'
import type { SweepStore } from '#lib/store/sweeps.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { blobNamesOf, isAssetId, masterName } from './asset-names.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** How long a deleted picture is known as deleted. */
const GONE_DAYS = 30
const GONE_MAX = 1_000
const NAME = 'pictures'
const BLOB = /^[0-9a-f]{2}\/[0-9a-f]{2}\/(?<id>[^/]+)\/[^/]+$/u

/** What the sweep needs. */
interface SweepPorts {
  readonly blobs: BlobStore
  readonly pictures: AssetStore
  readonly sweeps: SweepStore
  readonly inTurn: InTurn
  readonly log: Logger
  readonly now?: () => number
}

/**
 * Starts the sweep that removes what nobody refers to, a day after it was stored: the files of an upload whose process died, sizes
 * that were made while the picture was removed, and sizes of an older version. One process does it, once a day.
 */
export function openAssetSweep({
  blobs,
  pictures,
  sweeps,
  inTurn,
  log,
  now = Date.now,
}: SweepPorts): Pick<NudgedLoop, 'run' | 'stop'> {
  /** Removes a blob unless somebody uploaded its picture meanwhile, also in another process. */
  async function removeOf(id: string, name: string): Promise<boolean> {
    return inTurn(id, async () => {
      if ((await pictures.find(id)) !== undefined && blobNamesOf(id).includes(name)) return false
      const bytes = name === masterName(id) ? await blobs.get(name) : undefined
      const isRemoved = await blobs.remove(name)
      if (bytes !== undefined && (await pictures.find(id)) !== undefined) await blobs.put(name, bytes)
      return isRemoved
    })
  }

  async function isUnused({ name, storedMs }: StoredBlob, id: string): Promise<boolean> {
    if (!(storedMs < now() - DAY_MS)) return false
    return !blobNamesOf(id).includes(name) || (await pictures.find(id)) === undefined
  }

  async function pass(stopping: AbortSignal): Promise<void> {
    const begunMs = now()
    const doneMs = await sweeps.lease(NAME, begunMs, HOUR_MS)
    if (doneMs === undefined) return
    if (begunMs - doneMs < DAY_MS) {
      await sweeps.done(NAME, doneMs)
      return
    }
    let removed = 0
    for await (const blob of blobs.list()) {
      if (stopping.aborted) return
      const id = BLOB.exec(blob.name)?.groups?.['id'] ?? ''
      if (isAssetId(id) && (await isUnused(blob, id)) && (await removeOf(id, blob.name))) removed += 1
    }
    while (
      !stopping.aborted &&
      (await pictures.forgetGone(begunMs - GONE_DAYS * DAY_MS, GONE_MAX)) === GONE_MAX
    );
    if (removed > 0) log.info('removed files that nobody refers to', { count: removed })
    await sweeps.done(NAME, begunMs)
  }

  const loop = openNudgedLoop({
    pass,
    everyMs: HOUR_MS,
    onFailure: (error) => log.warn('cannot remove unused files of pictures, will try again', { error }),
  })
  return { run: () => loop.run(), stop: () => loop.stop() }
}
