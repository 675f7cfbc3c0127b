import type { Asset } from '#lib/store/assets.ts'
import { assetId, masterName } from './asset-names.ts'
import { makeFirstSizes } from './make-first-sizes.ts'
import { markAlike } from './mark-alike.ts'
import type { ImagesOptions } from './options.ts'
import { storeAsset } from './store-asset.ts'

/** A picture that somebody has now. */
export interface KeptPicture {
  readonly asset: Asset
  /** False when the same owner had it already. */
  readonly isNew: boolean
}

/**
 * Reads an untrusted file and keeps it as a picture of an owner.
 *
 * @throws {ProblemError} when it is no picture that we accept, or too many wait.
 */
export async function keepPicture(
  file: Uint8Array,
  owner: string,
  options: Pick<
    ImagesOptions,
    'pictures' | 'blobs' | 'idKey' | 'pool' | 'inTurn' | 'firstSizes' | 'derivatives' | 'log'
  >,
): Promise<KeptPicture> {
  const { pictures, blobs, idKey, pool, inTurn } = options
  const id = assetId(await idKey(), file)
  const own = await pictures.find(id, owner)
  // Only for the own ones: for others, an answer without decoding would tell that somebody has the picture.
  const isWhole = own !== undefined && own.likeness !== '' && (await blobs.get(masterName(id))) !== undefined
  if (isWhole) return { asset: own, isNew: false }
  const { bytes: master, ...look } = await pool.read(file, { owner, key: id })
  const asset = { id, owner, ...look, bytes: master.length, created: Date.now() }
  const isNew = await inTurn(id, () => storeAsset(asset, master, options))
  if (isNew) await markAlike(asset, pictures)
  void makeFirstSizes(asset, options)
  return { asset, isNew }
}
