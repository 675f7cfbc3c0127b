import { segmentsOf } from '#lib/blob-store/segments-of.ts'

const FOLDER = /^[A-Za-z0-9._-]+~$/u
const SEGMENT = /^[A-Za-z0-9._-]+$/u

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

/**
 * Returns the name of a blob from its key; undefined for what is not the key of a blob.
 *
 * @example
 * ```ts
 * nameOfKey('ab~/cd~/picture.png') // => 'ab/cd/picture.png'
 * nameOfKey('~incoming/x') // => undefined
 * nameOfKey('ab/picture.png') // => undefined
 * ```
 */
export function nameOfKey(key: string): string | undefined {
  const segments = key.split('/')
  const folders = segments.slice(0, -1)
  if (!folders.every((folder) => FOLDER.test(folder)) || !SEGMENT.test(segments.at(-1) ?? ''))
    return undefined
  return [...folders.map((folder) => folder.slice(0, -1)), ...segments.slice(-1)].join('/')
}
