import { segmentsOf } from '#lib/blob-store/segments-of.ts'

/**
 * Returns the key of a blob, the same in all adapters, so that copying files moves blobs between adapters. Folder names end in `~`,
 * so that the file `a` and the folder of `a/b` do not conflict.
 *
 * @throws {RangeError} when the name does not have the form that `BlobStore.put()` describes.
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
