import { createHash, createHmac } from 'node:crypto'
import { fileOf, type Preset } from './presets.ts'

const ASSET_ID = /^[0-9a-f]{64}$/u

/**
 * The id of a picture by its bytes. Keyed, because a plain hash would let anyone test whether a picture they have exists
 * here.
 */
export function assetId(idKey: Uint8Array, bytes: Uint8Array): string {
  return createHmac('sha256', idKey).update(createHash('sha256').update(bytes).digest()).digest('hex')
}

/** True when a text has the form of such an id; anything else never becomes part of a path. */
export function isAssetId(text: string): boolean {
  return ASSET_ID.test(text)
}

/** Where a size of a picture lies; two levels of folders keep each of them small. */
export function blobName(id: string, preset: Preset): string {
  return `${id.slice(0, 2)}/${id.slice(2, 4)}/${id}/${fileOf(preset)}`
}
