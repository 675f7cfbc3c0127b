import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The root folder of the repository; all paths are relative to it. */
export const ROOT = resolve(import.meta.dirname, '../..')

const NOT_OURS: ReadonlySet<string> = new Set(['.git', '.cache', 'node_modules', 'data', 'dist'])
const LEFT_OUT: ReadonlySet<string> = new Set(['tests/rules/fixture', 'bun.lock', '.env'])

/** All files of ours in the given folders, or in the whole repository, except the fixture that breaks rules on purpose. */
export function filesUnder(...folders: readonly string[]): string[] {
  const found = (folders.length > 0 ? folders : ['']).flatMap((folder) => walk(folder))
  return found.sort()
}

/** The text of a file. */
export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

/** The folders of the stations, such as `edge/tracker`. */
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
