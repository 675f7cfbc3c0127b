import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { StartError } from '#lib/errors/start-error.ts'
import type { StationName } from '#lib/station/station-names.ts'
import type { Asset, Assets } from '#lib/ui/assets.ts'
import { type API_DOCS, BUILT_FOLDER, MANIFEST, manifestSchema, plainName } from '#lib/ui/built-file.ts'

const FOLDER = resolve(import.meta.dirname, '../..', BUILT_FOLDER)

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  json: 'application/json',
}

/** A built file in memory, and its name with the hash. */
interface BuiltFile extends Asset {
  readonly hashedName: string
}

/**
 * Reads the built files of the pages of a station into memory.
 *
 * @throws {StartError} when the pages are not built.
 */
export function openAssets(
  { station, prefix }: { readonly station: StationName | typeof API_DOCS; readonly prefix: string },
  folder = FOLDER,
): Assets {
  const files = readFiles(folder, station)
  return {
    has: (name) => files.has(name),
    pathOf(name) {
      const file = files.get(name)
      if (file === undefined) throw new Error(`Cannot show a page of "${station}": it has no file "${name}"`)
      return `${prefix}/${file.hashedName}`
    },
    find(hashedName) {
      const file = files.get(plainName(hashedName) ?? '')
      return file && { ...file, isExact: file.hashedName === hashedName }
    },
  }
}

function readFiles(folder: string, station: string): ReadonlyMap<string, BuiltFile> {
  try {
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')))
    const names = manifest.stations[station]
    if (names === undefined) throw new Error(`The manifest has no station "${station}"`)
    return new Map(
      Object.entries(names).map(([name, hashedName]) => {
        const bytes = new Uint8Array(readFileSync(join(folder, station, hashedName)))
        const type = TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
        return [name, { bytes, type, isExact: true, hashedName }]
      }),
    )
  } catch (cause) {
    throw new StartError(
      'Cannot show the pages: they are not built, or not completely',
      'Run: npx --yes bun@1.4.5 run build',
      { cause },
    )
  }
}
