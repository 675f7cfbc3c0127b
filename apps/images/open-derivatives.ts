import type { BlobStore } from '#lib/blob-store/blob-store.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { derivedName, masterName } from './asset-names.ts'
import type { Derivative, ImageEngine, ServedFormat } from './engine/image-engine.ts'
import type { Preset } from './presets.ts'
import { openShareWork } from './share-work.ts'

/** The sizes of pictures. They are made when somebody asks for them, and kept beside the master. */
export interface Derivatives {
  /** A size of a picture; undefined when it has no master. The format may be JPEG in place of the wished one. */
  get(id: string, preset: Preset, format: ServedFormat): Promise<Derivative | undefined>
}

const WEBP_MARK = 'WEBP'
const WEBP_MARK_AT = 8

/** Opens them. A size that got lost is made again; equal requests at the same time share one job of the engine. */
export function openDerivatives({
  blobs,
  engine,
  log,
}: {
  readonly blobs: Pick<BlobStore, 'get' | 'put'>
  readonly engine: Pick<ImageEngine, 'derive'>
  readonly log: Logger
}): Derivatives {
  const shareWork = openShareWork()

  async function make(id: string, preset: Preset, format: ServedFormat): Promise<Derivative | undefined> {
    const master = await blobs.get(masterName(id))
    if (master === undefined) return undefined
    const made = await engine.derive(master, preset, format)
    try {
      await blobs.put(derivedName(id, preset, format), made.bytes)
    } catch (error) {
      // Whoever asked gets the picture, also when the disk is full.
      if (!(error instanceof UnavailableError)) throw error
      log.warn('cannot keep a size of a picture, will make it again', { error })
    }
    return made
  }

  return {
    async get(id, preset, format) {
      const isMaster = preset === 'view' && format === 'jpeg'
      const name = isMaster ? masterName(id) : derivedName(id, preset, format)
      const bytes = await blobs.get(name)
      if (bytes !== undefined) return { bytes, format: formatOf(bytes) }
      return isMaster ? undefined : shareWork(name, () => make(id, preset, format))
    },
  }
}

/** The format of what we wrote. */
function formatOf(bytes: Uint8Array): ServedFormat {
  const mark = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return mark.toString('latin1', WEBP_MARK_AT, WEBP_MARK_AT + WEBP_MARK.length) === WEBP_MARK
    ? 'webp'
    : 'jpeg'
}
