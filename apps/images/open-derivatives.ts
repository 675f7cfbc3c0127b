import type { BlobStore } from '#lib/blob-store/blob-store.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { derivedName, masterName } from './asset-names.ts'
import type { Derivative, ServedFormat } from './engine/image-engine.ts'
import type { ImagePool } from './pool/image-pool.ts'
import type { Preset } from './presets.ts'
import { openShareWork } from '#lib/loop/share-work.ts'

/** A size of a picture that somebody wants. */
interface WishedSize {
  readonly id: string
  readonly preset: Preset
  readonly format: ServedFormat
  /** Who wants it: each takes turns with others. */
  readonly asker: string
}

/** The sizes of pictures. They are made when somebody asks for them, and kept beside the master. */
export interface Derivatives {
  /** A size of a picture; undefined when it has no master. The format may be JPEG in place of the wished one. */
  get(wish: WishedSize): Promise<Derivative | undefined>
}

const WEBP_MARK = 'WEBP'
const WEBP_MARK_AT = 8

/** Opens them. A size that got lost is made again; equal requests at the same time share one job of the engine. */
export function openDerivatives({
  blobs,
  pool,
  log,
}: {
  readonly blobs: Pick<BlobStore, 'get' | 'put'>
  readonly pool: Pick<ImagePool, 'derive'>
  readonly log: Logger
}): Derivatives {
  const shareWork = openShareWork()

  async function make({ id, preset, format, asker }: WishedSize): Promise<Derivative | undefined> {
    const master = await blobs.get(masterName(id))
    if (master === undefined) return undefined
    const made = await pool.derive(master, preset, format, { owner: asker })
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
    async get(wish) {
      const { id, preset, format } = wish
      const isMaster = preset === 'view' && format === 'jpeg'
      const name = isMaster ? masterName(id) : derivedName(id, preset, format)
      const bytes = await blobs.get(name)
      if (bytes !== undefined) return { bytes, format: formatOf(bytes) }
      return isMaster ? undefined : shareWork(name, () => make(wish))
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
