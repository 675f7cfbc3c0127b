import { IMAGE_ENGINES } from '../engine/create-image-engine.ts'
import type { ImagePool } from './image-pool.ts'

// Its libraries are loaded once.
const engine = IMAGE_ENGINES.bun()

/** The default engine without threads: a test that is not about threads need not wait for them. */
export function anImagePool(onJob: (job: string) => void = () => undefined): ImagePool {
  const shared = new Map<string, ReturnType<ImagePool['read']>>()

  return {
    read(file, { key = '' }) {
      const known = shared.get(key)
      if (known !== undefined) return known
      onJob('read')
      const made = engine.read(file).finally(() => shared.delete(key))
      if (key !== '') shared.set(key, made)
      return made
    },
    derive(master, preset, format) {
      onJob(`${preset} ${format}`)
      return engine.derive(master, preset, format)
    },
    close: () => Promise.resolve(),
  }
}
