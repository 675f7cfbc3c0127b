import { blobName } from './asset-names.ts'
import type { ImagesOptions } from './options.ts'
import { PRESET_NAMES } from './presets.ts'

/**
 * Removes an owner's reference to a picture, and with the last reference the files; false when there was no such reference. The
 * files are removed first: a crash in between leaves a reference without files, which can be removed again, never orphaned files.
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
    // Other owners removed their references concurrently.
    if (left === 'last') taken.push(...(await takeFiles()))
    // Another process may have stored the same picture meanwhile, and written no files because they existed.
    if (taken.length > 0 && (await assets.find(id)) !== undefined) {
      for (const [name, bytes] of taken) await blobs.put(name, bytes)
    }
    return left !== 'none'
  })
}
