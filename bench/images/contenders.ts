import sharp, { type Sharp } from 'sharp'
import { openImagePool } from '../../apps/images/pool/open-image-pool.ts'
import { PRESETS } from '../../apps/images/presets.ts'

/** Pictures in work at the same time. Twice as many as threads: nobody waits for the next picture. */
export const IN_FLIGHT = 4
const THREADS = 2

/** What a contender made of one file. */
export interface Made {
  readonly master: Uint8Array
  readonly thumb: Uint8Array
}

/** Makes a master and a thumb in WebP, or the thumb alone. */
export type Contender = (file: Uint8Array) => Promise<Made>

const NOTHING = new Uint8Array()

/** Who makes pictures, by name. */
export const CONTENDERS: Readonly<Record<string, () => Contender>> = {
  ours: () => ofPool('bun'),
  photon: () => ofPool('photon'),
  sharp: () => async (file) => {
    // The same qualities as ours.
    const { width, height } = PRESETS.view
    const master = await sharp(file)
      .autoOrient()
      .resize(width, height, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 82 })
      .toBuffer()
    return { master, thumb: await thumbOf(sharp(master)) }
  },
  'sharp without a master': () => async (file) => ({
    master: NOTHING,
    thumb: await thumbOf(sharp(file).autoOrient()),
  }),
}

function ofPool(engine: 'bun' | 'photon'): Contender {
  const pool = openImagePool({ engine, size: THREADS, jobMs: 60_000 })
  let owners = 0
  return async (file) => {
    owners += 1
    const owner = String(owners)
    const { bytes } = await pool.read(file, { owner })
    const { bytes: thumb } = await pool.derive(bytes, 'thumb', 'webp', { owner })
    return { master: bytes, thumb }
  }
}

function thumbOf(image: Sharp): Promise<Uint8Array> {
  const { width, height } = PRESETS.thumb
  return image.resize(width, height, { fit: 'cover' }).webp({ quality: 80 }).toBuffer()
}
