import { createHash, createHmac } from 'node:crypto'
import type { ServedFormat } from './engine/image-engine.ts'
import { PRESET_NAMES, type Preset } from './presets.ts'

const ASSET_ID = /^[0-9a-f]{64}$/u

/** To change what a size looks like, raise it: then the files of before are made again, and browsers fetch them again. */
export const DERIVATIVES_VERSION = 1

/** The endings of the formats in which a picture is served. */
export const EXTENSIONS = { jpeg: 'jpg', webp: 'webp' } as const satisfies Readonly<
  Record<ServedFormat, string>
>

const FORMATS = ['jpeg', 'webp'] as const satisfies readonly ServedFormat[]

/**
 * The id of a picture, computed from its bytes. It is a keyed hash, because with a plain hash anyone could test whether their
 * picture exists here.
 */
export function assetId(idKey: Uint8Array, bytes: Uint8Array): string {
  return idOfSha256(idKey, createHash('sha256').update(bytes).digest())
}

/** The id of a picture of which only the SHA-256 of the bytes is known. */
export function idOfSha256(idKey: Uint8Array, sha256: Uint8Array): string {
  return createHmac('sha256', idKey).update(sha256).digest('hex')
}

/** True when a text has the form of an asset id; only such texts become part of a path. */
export function isAssetId(text: string): boolean {
  return ASSET_ID.test(text)
}

/**
 * The blob name of the master of a picture. It is also its view as JPEG, and has the name that views had when only two sizes were
 * stored: so those pictures have a master.
 */
export function masterName(id: string): string {
  return `${folderOf(id)}/view.jpg`
}

/** The blob name of a size of a picture that was made from its master. */
export function derivedName(id: string, preset: Preset, format: ServedFormat): string {
  return `${folderOf(id)}/${DERIVATIVES_VERSION}.${preset}.${EXTENSIONS[format]}`
}

/** The names of all blobs that a picture may have, its master first. */
export function blobNamesOf(id: string): string[] {
  const derived = PRESET_NAMES.flatMap((preset) => FORMATS.map((format) => derivedName(id, preset, format)))
  // Small pictures were stored under this name when only two sizes were stored.
  return [masterName(id), `${folderOf(id)}/thumb.jpg`, ...derived]
}

// Two levels of folders keep each folder small.
function folderOf(id: string): string {
  return `${id.slice(0, 2)}/${id.slice(2, 4)}/${id}`
}
