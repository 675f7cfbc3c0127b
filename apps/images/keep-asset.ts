import type { Asset } from '#lib/store/assets.ts'
import { blobName } from './asset-names.ts'
import type { ImagesOptions } from './options.ts'
import { PRESET_NAMES, type Preset } from './presets.ts'

/** Keeps a picture in all its sizes, and its owner's reference to it; false when that owner has it already. */
export async function keepAsset(
  asset: Asset,
  files: Readonly<Record<Preset, Uint8Array>>,
  { assets, blobs }: Pick<ImagesOptions, 'assets' | 'blobs'>,
): Promise<boolean> {
  async function putFiles(): Promise<void> {
    for (const preset of PRESET_NAMES) await blobs.put(blobName(asset.id, preset), files[preset])
  }

  await putFiles()
  // The reference comes last: a crash before it leaves bytes nobody shows, never a name without bytes.
  const isNew = await assets.add(asset)
  // Who dropped the last reference meanwhile, in another process, took them away.
  await putFiles()
  return isNew
}
