import type { AssetStore, Picture } from '#lib/store/assets.ts'
import { ALIKE_MAX } from './mark-alike.ts'

/** The pictures of other owners that look like this one, the most similar ones first. */
export async function findAlike(pictures: Pick<AssetStore, 'alike'>, picture: Picture): Promise<Picture[]> {
  const [only, ...others] = picture.owners
  const isOthers = ({ owners }: Picture) => others.length > 0 || owners.some((owner) => owner !== only)
  return (await pictures.alike(picture, ALIKE_MAX)).filter(isOthers)
}
