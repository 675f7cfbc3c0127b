import { notFound, ProblemError } from '#lib/http/problem.ts'
import type { AssetStore } from '#lib/store/assets.ts'

/** Why there is no picture: those who know the id of a deleted one may know that it was deleted. */
export async function missingPicture(
  id: string,
  pictures: Pick<AssetStore, 'isGone'>,
): Promise<ProblemError> {
  if (!(await pictures.isGone(id))) return notFound('picture')
  return new ProblemError({ status: 410, code: 'gone', detail: 'The picture was deleted' })
}
