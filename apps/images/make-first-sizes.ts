import { ProblemError } from '#lib/http/problem.ts'
import type { Asset } from '#lib/store/assets.ts'
import type { ImagesOptions } from './options.ts'

/**
 * The sizes that pages and notifications show first. They are made when a picture is uploaded: the first page with many new pictures need
 * not wait for them, and its browser is not refused for too many jobs.
 */
export const FIRST_SIZES: NonNullable<ImagesOptions['firstSizes']> = [
  { preset: 'thumb', format: 'webp' },
  { preset: 'thumb', format: 'jpeg' },
  { preset: 'card', format: 'jpeg' },
]

/** Makes the first sizes of a picture, one after the other. Never rejects: a size that is not there is made when somebody asks for it. */
export async function makeFirstSizes(
  { id, owner }: Asset,
  { firstSizes = [], derivatives, log }: Pick<ImagesOptions, 'firstSizes' | 'derivatives' | 'log'>,
): Promise<void> {
  try {
    for (const size of firstSizes) await derivatives.get({ id, ...size, asker: owner })
  } catch (error) {
    // Too many jobs wait.
    if (!(error instanceof ProblemError)) log.warn('cannot make the first sizes of a picture', { error })
  }
}
