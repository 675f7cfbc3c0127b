import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  type Dirent,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { messageOf } from '#lib/errors/message-of.ts'
import { newId } from '#lib/ids/new-id.ts'
import { BUILT_FOLDER, MANIFEST, manifestSchema, plainName, type Manifest } from '#lib/ui/built-file.ts'
import { findEntries, hashSources, type Entry } from './sources.ts'

const ROOT = resolve(import.meta.dirname, '../../..')

/** What became of a build. */
export interface BuildOutcome {
  /** False when what was built before is still right. */
  readonly isNew: boolean
  readonly folder: string
  readonly fileCount: number
}

/**
 * Builds the scripts and styles of all pages, when a source has changed since the last build. The files have the hash of their
 * content in their names. Several processes may build at once: they write the same files, and each replaces the manifest in one
 * step.
 *
 * @throws {Error} when a source cannot be built; it names the file and the line. What was built before stays.
 */
export async function buildPages(root = ROOT): Promise<BuildOutcome> {
  const folder = join(root, BUILT_FOLDER)
  const sources = hashSources(root)
  const before = readManifest(folder)
  if (before?.sources === sources && isComplete(folder, before))
    return { isNew: false, folder, fileCount: countFiles(before) }
  const entries = findEntries(root)
  const stations: Record<string, Record<string, string>> = {}
  for (const entry of entries) {
    const { bytes, hash } = await buildEntry(entry)
    const [name, extension] = entry.name.split('.')
    const hashedName = `${name}-${hash}.${extension}`
    mkdirSync(join(folder, entry.station), { recursive: true })
    writeInOneStep(join(folder, entry.station, hashedName), bytes)
    const names = (stations[entry.station] ??= {})
    names[entry.name] = hashedName
  }
  const manifest: Manifest = { sources, stations }
  writeInOneStep(join(folder, MANIFEST), new TextEncoder().encode(JSON.stringify(manifest, null, 2)))
  removeOthers(folder, manifest)
  return { isNew: true, folder, fileCount: countFiles(manifest) }
}

async function buildEntry({ path, isBuilt }: Entry): Promise<{ bytes: Uint8Array; hash: string }> {
  if (isBuilt) return withHash(readFileSync(path))
  const { outputs } = await bundle(path)
  const [output] = outputs
  if (output === undefined || outputs.length !== 1)
    throw new Error(`Cannot build "${path}": it gave ${outputs.length} files instead of one`)
  return withHash(new Uint8Array(await output.arrayBuffer()))
}

async function bundle(path: string): Promise<Bun.BuildOutput> {
  try {
    return await Bun.build({ entrypoints: [path], target: 'browser', minify: true })
  } catch (cause) {
    const errors: readonly unknown[] = cause instanceof AggregateError ? cause.errors : [cause]
    throw new Error(`Cannot build "${path}": ${errors.map(reasonOf).join('; ')}`, { cause })
  }
}

// The message alone does not say in which of the bundled files it is.
function reasonOf(error: unknown): string {
  if (!(error instanceof BuildMessage || error instanceof ResolveMessage)) return messageOf(error)
  const { message, position } = error
  return position === null ? message : `${position.file}:${position.line}: ${message}`
}

const HASH_LENGTH = 8

function withHash(bytes: Uint8Array): { bytes: Uint8Array; hash: string } {
  const hash = new Bun.CryptoHasher('sha256').update(bytes).digest('hex').slice(0, HASH_LENGTH)
  return { bytes, hash }
}

function writeInOneStep(path: string, bytes: Uint8Array): void {
  const temporary = `${path}.${newId()}`
  writeFileSync(temporary, bytes)
  renameSync(temporary, path)
}

function readManifest(folder: string): Manifest | undefined {
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')))
  } catch {
    return undefined
  }
}

function isComplete(folder: string, { stations }: Manifest): boolean {
  return Object.entries(stations).every(([station, names]) =>
    Object.values(names).every((file) => existsSync(join(folder, station, file))),
  )
}

// A process reads its files into memory when it starts, so that files of earlier builds are not needed.
function removeOthers(folder: string, { stations }: Manifest): void {
  for (const { name: station } of readdirSync(folder, { withFileTypes: true }).filter(isFolder)) {
    const known = new Set(Object.values(stations[station] ?? {}))
    for (const file of readdirSync(join(folder, station)))
      if (!known.has(file) && plainName(file) !== undefined)
        rmSync(join(folder, station, file), { force: true })
  }
}

function isFolder(entry: Dirent): boolean {
  return entry.isDirectory()
}

function countFiles({ stations }: Manifest): number {
  return Object.values(stations).reduce((sum, names) => sum + Object.keys(names).length, 0)
}
