import type { StoredBlob } from '#lib/blob-store/blob-store.ts'
import { nameOfKey } from '#lib/blob-store/key-of.ts'

/** An answer of S3 to `ListObjectsV2`, and the prefix that was asked for. */
export interface ListedAnswer {
  readonly prefix: string
  readonly text: string
}

/** A part of a list of blobs, and where the next part begins. */
export interface ListedPage {
  readonly blobs: readonly StoredBlob[]
  readonly next: string | undefined
}

const ITEM = '<Contents>'
const KEY = /<Key>(?<value>[^<]*)<\/Key>/u
const TIME = /<LastModified>(?<value>[^<]*)<\/LastModified>/u
const NEXT = /<NextContinuationToken>(?<value>[^<]*)<\/NextContinuationToken>/u

/** Reads such an answer. Keys of others in the bucket are left out: no key of ours has a character that XML escapes. */
export function listedPage({ prefix, text }: ListedAnswer): ListedPage {
  const blobs = text
    .split(ITEM)
    .slice(1)
    .flatMap((item): StoredBlob[] => {
      const key = valueOf(KEY, item) ?? ''
      const name = key.startsWith(prefix) ? nameOfKey(key.slice(prefix.length)) : undefined
      return name === undefined ? [] : [{ name, storedMs: Date.parse(valueOf(TIME, item) ?? '') }]
    })
  return { blobs, next: valueOf(NEXT, text)?.replaceAll('&amp;', '&') }
}

function valueOf(pattern: RegExp, text: string): string | undefined {
  return pattern.exec(text)?.groups?.['value']
}
