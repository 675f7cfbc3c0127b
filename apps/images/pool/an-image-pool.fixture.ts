import { openShareWork } from '#lib/loop/share-work.ts'
import { IMAGE_ENGINES } from '../engine/create-image-engine.ts'
import type { ImagePool } from './image-pool.ts'

// Its libraries are loaded once.
const engine = IMAGE_ENGINES.bun()

/** The default engine without threads: a test that is not about threads need not wait for them. */
export function anImagePool(onJob: (job: string) => void = () => undefined): ImagePool {
  const shareWork = openShareWork()

  function read(file: Uint8Array): ReturnType<ImagePool['read']> {
    onJob('read')
    return engine.read(file)
  }

  return {
    read: (file, { key }) => (key === undefined ? read(file) : shareWork(key, () => read(file))),
    derive(master, preset, format) {
      onJob(`${preset} ${format}`)
      return engine.derive(master, preset, format)
    },
    close: () => Promise.resolve(),
  }
}
