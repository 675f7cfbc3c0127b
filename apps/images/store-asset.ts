import type { Asset } from '#lib/store/assets.ts'
import { blobName } from './asset-names.ts'
import type { ImagesOptions } from './options.ts'
import { PRESET_NAMES, type Preset } from './presets.ts'

/** Stores a picture in all sizes, and the reference of its owner; false when the owner already has it. */
export async function storeAsset(
  asset: Asset,
  files: Readonly<Record<Preset, Uint8Array>>,
  { assets, blobs }: Pick<ImagesOptions, 'assets' | 'blobs'>,
): Promise<boolean> {
  async function putFiles(): Promise<void> {
    for (const preset of PRESET_NAMES) await blobs.put(blobName(asset.id, preset), files[preset])
  }

  await putFiles()
  // Add the reference last: a crash before it leaves unused files, never a reference without files.
  const isNew = await assets.add(asset)
  // Write again: another process may have removed the last reference and the files meanwhile.
  await putFiles()
  return isNew
}
