import { cutText } from '#lib/text/cut-text.ts'

const NAME_LENGTH_MAX = 200
const NAME = /^[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/u

/**
 * Splits a blob name into its segments.
 *
 * @throws {RangeError} when the name does not have the form that `BlobStore.put()` describes.
 *
 * @example
 * ```ts
 * segmentsOf('ab/cd/picture.png') // => ['ab', 'cd', 'picture.png']
 * ```
 */
export function segmentsOf(name: string): string[] {
  const segments = name.split('/')
  const isOfForm = name.length <= NAME_LENGTH_MAX && NAME.test(name)
  if (!isOfForm || segments.some((segment) => segment === '.' || segment === '..')) {
    throw new RangeError(`Cannot use blob name ${JSON.stringify(cutText(name, NAME_LENGTH_MAX))}: wrong form`)
  }
  return segments
}
