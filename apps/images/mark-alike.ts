import type { Asset, AssetStore } from '#lib/store/assets.ts'

/** How many look-alikes of a picture are marked and shown. */
export const ALIKE_MAX = 12

/** Marks a new picture and those of other owners that look like it. */
export async function markAlike(
  asset: Asset,
  pictures: Pick<AssetStore, 'alike' | 'isShared' | 'markAlike'>,
): Promise<void> {
  const others = (await pictures.alike(asset, ALIKE_MAX)).filter(({ owners }) =>
    owners.some((owner) => owner !== asset.owner),
  )
  const isShared = await pictures.isShared(asset.id, asset.owner)
  if (isShared || others.length > 0) await pictures.markAlike([asset.id, ...others.map(({ id }) => id)])
}
