import { createHash, createHmac } from 'node:crypto'
import { fileOf, type Preset } from './presets.ts'

const ASSET_ID = /^[0-9a-f]{64}$/u

/**
 * The id of a picture, computed from its bytes. It is a keyed hash, because with a plain hash anyone could test whether their
 * picture exists here.
 */
export function assetId(idKey: Uint8Array, bytes: Uint8Array): string {
  return createHmac('sha256', idKey).update(createHash('sha256').update(bytes).digest()).digest('hex')
}

/** True when a text has the form of an asset id; only such texts become part of a path. */
export function isAssetId(text: string): boolean {
  return ASSET_ID.test(text)
}

/** The blob name of a size of a picture; two levels of folders keep each folder small. */
export function blobName(id: string, preset: Preset): string {
  return `${id.slice(0, 2)}/${id.slice(2, 4)}/${id}/${fileOf(preset)}`
}
