import { segmentsOf } from '#lib/blob-store/segments-of.ts'

/**
 * Where a blob lies below its place, in all adapters alike, so that a plain copy moves blobs from one to another. Folders
 * carry a `~`, so that the blobs `a` and `a/b` do not stand in each other's way where keys are files.
 *
 * @throws {RangeError} when the name is not of the form that `BlobStore.put()` describes.
 *
 * @example
 * ```ts
 * keyOf('ab/cd/picture.png') // => 'ab~/cd~/picture.png'
 * ```
 */
export function keyOf(name: string): string {
  const segments = segmentsOf(name)
  return [...segments.slice(0, -1).map((segment) => `${segment}~`), ...segments.slice(-1)].join('/')
}
