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
  async function takeFiles(): Promise<(readonly [name: string, bytes: Uint8Array])[]> {
    const taken: (readonly [string, Uint8Array])[] = []
    for (const preset of PRESET_NAMES) {
      const name = blobName(id, preset)
      const bytes = await blobs.get(name)
      if (bytes !== undefined) taken.push([name, bytes])
      await blobs.remove(name)
    }
    return taken
  }

  return queue.run(async () => {
    const taken = (await assets.isShared(id, owner)) ? [] : await takeFiles()
    const left = await assets.remove(id, owner)
    // The others let go of it in the same moment.
    if (left === 'last') taken.push(...(await takeFiles()))
    // Who brought it meanwhile, in another process, may have found its bytes there and put none.
    if (taken.length > 0 && (await assets.find(id)) !== undefined) {
      for (const [name, bytes] of taken) await blobs.put(name, bytes)
    }
    return left !== 'none'
  })
}
