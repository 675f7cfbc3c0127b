import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The folder all paths are seen from. */
export const ROOT = resolve(import.meta.dirname, '../..')

const NOT_OURS: ReadonlySet<string> = new Set(['.git', '.cache', 'node_modules', 'data', 'dist'])
const LEFT_OUT: ReadonlySet<string> = new Set(['tests/rules/fixture', 'bun.lock', '.env'])

/** Every file of ours under some folders, or under all; the fixture that breaks rules on purpose is left out. */
export function filesUnder(...folders: readonly string[]): string[] {
  const found = (folders.length > 0 ? folders : ['']).flatMap((folder) => walk(folder))
  return found.sort()
}

/** The text of a file. */
export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

/** The stations' folders, such as `edge/tracker`. */
export function stationFolders(): string[] {
  return ['edge', 'workers', 'apps'].flatMap((kind) =>
    readdirSync(join(ROOT, kind), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'entry')
      .map(({ name }) => `${kind}/${name}`),
  )
}

function walk(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return []
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (NOT_OURS.has(entry.name) || LEFT_OUT.has(path)) return []
    return entry.isDirectory() ? walk(path) : [path]
  })
}
