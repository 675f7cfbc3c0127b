import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from './repository.ts'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: string | { readonly type?: string }
  readonly licenses?: readonly { readonly type?: string }[]
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const packages = productionPackages()

test('every package in production names its licence, and none has the GPL or a similar licence', () => {
  const strict = packages.filter(
    ({ licence }) => licence === '' || /GPL|SSPL|BUSL|UNLICENSED/iu.test(licence),
  )
  expect(strict).toEqual([])
})

test('our own dependencies are among the checked packages', () => {
  const { dependencies = {} } = readManifest(ROOT)
  const seen = new Set(packages.map(({ name }) => name))
  expect(Object.keys(dependencies).filter((name) => !seen.has(name))).toEqual([])
})

/** Our dependencies and theirs, as installed. */
function productionPackages(): { name: string; version: string; licence: string }[] {
  const found = new Map<string, Manifest>()
  const left = namesOf(readManifest(ROOT)).map((name) => ({ name, from: ROOT }))
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const folder = folderOf(next.name, next.from)
    if (folder === undefined || found.has(folder)) continue
    const manifest = readManifest(folder)
    found.set(folder, manifest)
    left.push(...namesOf(manifest).map((name) => ({ name, from: folder })))
  }
  return [...found.values()].map((manifest) => ({
    name: manifest.name,
    version: manifest.version,
    licence: licenceOf(manifest),
  }))
}

/** The folder of a dependency: in the nearest node_modules; undefined if an optional one is missing. */
function folderOf(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name)
    if (existsSync(join(place, 'package.json'))) return realpathSync(place)
    if (dirname(folder) === folder) return undefined
  }
}

function namesOf({ dependencies = {}, optionalDependencies = {} }: Manifest): string[] {
  return [...Object.keys(dependencies), ...Object.keys(optionalDependencies)]
}

function licenceOf({ license, licenses = [] }: Manifest): string {
  if (typeof license === 'string') return license
  return [license, ...licenses].flatMap((one) => one?.type ?? []).join(' OR ')
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}
