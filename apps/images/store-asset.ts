import type { Asset } from '#lib/store/assets.ts'
import { masterName } from './asset-names.ts'
import type { ImagesOptions } from './options.ts'

/** Stores the master of a picture, and the reference of its owner; false when the owner already has it. */
export async function storeAsset(
  asset: Asset,
  master: Uint8Array,
  { pictures, blobs }: Pick<ImagesOptions, 'pictures' | 'blobs'>,
): Promise<boolean> {
  const name = masterName(asset.id)
  await blobs.put(name, master)
  // Add the reference last: a crash before it leaves an unused file, which the sweep removes, never a reference without a file.
  const isNew = await pictures.add(asset)
  // Write again: another process may have removed the last reference and the file meanwhile.
  await blobs.put(name, master)
  return isNew
}
