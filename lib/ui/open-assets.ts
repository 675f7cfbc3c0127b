import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { StartError } from '#lib/errors/start-error.ts'
import type { Asset, Assets } from '#lib/ui/assets.ts'
import { BUILT_FOLDER, MANIFEST, manifestSchema, plainName } from '#lib/ui/built-file.ts'
import type { StationPages } from '#lib/ui/define-pages.ts'

const FOLDER = resolve(import.meta.dirname, '../..', BUILT_FOLDER)

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
}

/**
 * Reads the built files of the pages of a station into memory.
 *
 * @throws {StartError} when the pages are not built.
 */
export function openAssets(
  { station, prefix }: Pick<StationPages<never>, 'station' | 'prefix'>,
  folder = FOLDER,
): Assets {
  const names = readNames(folder, station)
  const files = new Map<string, Asset>()
  for (const [name, hashedName] of Object.entries(names)) {
    const bytes = new Uint8Array(readFileSync(join(folder, station, hashedName)))
    const extension = name.split('.').at(-1) ?? ''
    files.set(name, { bytes, type: TYPES[extension] ?? 'application/octet-stream', isExact: true })
  }
  return {
    has: (name) => files.has(name),
    pathOf(name) {
      const hashedName = names[name]
      if (hashedName === undefined)
        throw new Error(`Cannot show a page of "${station}": it has no file "${name}"`)
      return `${prefix}/${hashedName}`
    },
    find(hashedName) {
      const name = plainName(hashedName)
      const file = name === undefined ? undefined : files.get(name)
      if (name === undefined || file === undefined) return undefined
      return names[name] === hashedName ? file : { ...file, isExact: false }
    },
  }
}

function readNames(folder: string, station: string): Readonly<Record<string, string>> {
  let text
  try {
    text = readFileSync(join(folder, MANIFEST), 'utf8')
  } catch {
    throw new StartError('Cannot show the pages: they are not built', 'Run: npx --yes bun@1.4.5 run build')
  }
  return manifestSchema.parse(JSON.parse(text)).stations[station] ?? {}
}
