import { blobName } from './asset-names.ts'
import type { ImagesOptions } from './options.ts'
import { PRESET_NAMES } from './presets.ts'

/**
 * Drops an owner's reference to a picture, and the picture with the last one; false when there was no such reference. Its
 * bytes go first: a crash between the two leaves a name without bytes, which is dropped again, never bytes nobody can drop.
 */
export function dropAsset(
  id: string,
  owner: string,
  { assets, blobs, queue }: Pick<ImagesOptions, 'assets' | 'blobs' | 'queue'>,
): Promise<boolean> {
  async function removeFiles(): Promise<void> {
    for (const preset of PRESET_NAMES) await blobs.remove(blobName(id, preset))
  }

  return queue.run(async () => {
    if (!(await assets.isShared(id, owner))) await removeFiles()
    const left = await assets.remove(id, owner)
    // The others let go of it in the same moment.
    if (left === 'last') await removeFiles()
    return left !== 'none'
  })
}
