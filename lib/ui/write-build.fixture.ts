import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StationName } from '#lib/station/station-names.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { MANIFEST, type Manifest } from '#lib/ui/built-file.ts'

/** The hash in the name of each file of such a build. */
export const BUILT_HASH = 'k2x9a8bc'

/** Writes a build with the given files, whose texts are given by plain name. Gives its folder. */
export function writeBuild(station: StationName, files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder()
  const names: Record<string, string> = {}
  mkdirSync(join(folder, station))
  for (const [name, text] of Object.entries(files)) {
    const hashedName = name.replace('.', `-${BUILT_HASH}.`)
    writeFileSync(join(folder, station, hashedName), text)
    names[name] = hashedName
  }
  const manifest: Manifest = { sources: 'any', stations: { [station]: names } }
  writeFileSync(join(folder, MANIFEST), JSON.stringify(manifest))
  return folder
}
