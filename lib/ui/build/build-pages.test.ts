import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BUILT_FOLDER, MANIFEST, manifestSchema, type Manifest } from '#lib/ui/built-file.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { buildPages } from './build-pages.ts'
import { copyTree } from './copy-tree.fixture.ts'
import { findEntries } from './sources.ts'

const WEB = { station: 'web', prefix: '/public' } as const
const SCRIPT = 'edge/web/pages/live/client.ts'
const SHARED = 'lib/ui/client/call.ts'

function manifestIn(root: string): Manifest {
  return manifestSchema.parse(JSON.parse(readFileSync(join(root, BUILT_FOLDER, MANIFEST), 'utf8')))
}

/** All built files, as `<station>/<name with hash>`. */
function filesOf({ stations }: Manifest): string[] {
  return Object.entries(stations)
    .flatMap(([station, names]) => Object.values(names).map((file) => `${station}/${file}`))
    .toSorted()
}

function filesIn(root: string): string[] {
  return readdirSync(join(root, BUILT_FOLDER), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== MANIFEST)
    .map(({ parentPath, name }) => `${parentPath.split('/').at(-1)}/${name}`)
    .toSorted()
}

/** Checks that the folder holds what its manifest says and nothing else, and that each name has the hash of its content. */
function expectWhole(root: string): void {
  const manifest = manifestIn(root)
  expect(filesIn(root)).toEqual(filesOf(manifest))
  for (const [station, names] of Object.entries(manifest.stations)) {
    for (const [name, hashedName] of Object.entries(names)) {
      const bytes = readFileSync(join(root, BUILT_FOLDER, station, hashedName))
      const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 8)
      expect(hashedName).toBe(name.replace('.', `-${hash}.`))
      expect(bytes.length).toBeGreaterThan(0)
    }
  }
}

/** Runs the build as a process of its own, as `bun run build` does. */
async function spawnBuild(root: string, cwd = root): Promise<{ code: number; output: string }> {
  const child = Bun.spawn([process.execPath, join(root, 'lib/ui/build/main.ts')], {
    cwd,
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const output = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  return { code: await child.exited, output: output.join('') }
}

describe('buildPages()', () => {
  test('builds a file for each entry, named by the hash of its content', async () => {
    const root = copyTree()
    const outcome = await buildPages(root)
    const entries = findEntries(root)
    expect(outcome).toEqual({ isNew: true, folder: join(root, BUILT_FOLDER), fileCount: entries.length })
    expectWhole(root)
    const { stations } = manifestIn(root)
    expect(entries.filter(({ station, name }) => stations[station]?.[name] === undefined)).toEqual([])
    expect(openAssets(WEB, outcome.folder).has('live.js')).toBe(true)
  })

  test('makes scripts that browsers can run by themselves', async () => {
    const root = copyTree()
    await buildPages(root)
    for (const file of filesIn(root).filter((path) => path.endsWith('.js'))) {
      const script = readFileSync(join(root, BUILT_FOLDER, file), 'utf8')
      expect(new Bun.Transpiler({ loader: 'js' }).scan(script).imports).toEqual([])
    }
  })

  test('builds nothing when nothing has changed', async () => {
    const root = copyTree()
    const first = await buildPages(root)
    const manifest = manifestIn(root)
    writeFileSync(join(root, 'edge/web/pages/live/client.test.ts'), 'a test is no source')
    expect(await buildPages(root)).toEqual({ ...first, isNew: false })
    expect(manifestIn(root)).toEqual(manifest)
  })

  test.each([SCRIPT, SHARED, 'lib/ui/styles/tokens.css', 'bun.lock', 'tsconfig.json'])(
    'builds again when %s has changed',
    async (path) => {
      const root = copyTree()
      await buildPages(root)
      appendFileSync(join(root, path), '\n')
      expect(await buildPages(root)).toMatchObject({ isNew: true })
      expect(await buildPages(root)).toMatchObject({ isNew: false })
      expectWhole(root)
    },
  )

  test('builds again when a built file or the manifest is lost', async () => {
    const root = copyTree()
    await buildPages(root)
    const [file = ''] = filesIn(root)
    for (const lose of [
      () => rmSync(join(root, BUILT_FOLDER, file)),
      () => rmSync(join(root, BUILT_FOLDER, MANIFEST)),
      () => writeFileSync(join(root, BUILT_FOLDER, MANIFEST), '{"sources":'),
    ]) {
      lose()
      expect(await buildPages(root)).toMatchObject({ isNew: true })
      expectWhole(root)
    }
  })

  test('gives a changed file another name, removes the old one, and keeps the names of the others', async () => {
    const root = copyTree()
    await buildPages(root)
    const before = manifestIn(root).stations['web'] ?? {}
    appendFileSync(join(root, SCRIPT), '\nconsole.log("changed")\n')
    await buildPages(root)
    const after = manifestIn(root).stations['web'] ?? {}
    const changed = Object.keys(after).filter((name) => after[name] !== before[name])
    expect(changed).toEqual(['live.js'])
    expect(existsSync(join(root, BUILT_FOLDER, 'web', before['live.js'] ?? ''))).toBe(false)
    expectWhole(root)
  })

  test('removes the files of a page and of a station that are gone', async () => {
    const root = copyTree()
    await buildPages(root)
    rmSync(join(root, 'edge/web/pages/sign-up'), { recursive: true })
    rmSync(join(root, 'apps/kafidx/pages'), { recursive: true })
    await buildPages(root)
    const { stations } = manifestIn(root)
    expect(stations['web']).not.toHaveProperty(['sign-up.js'])
    expect(stations).not.toHaveProperty('kafidx')
    expectWhole(root)
  })

  test.each([
    ['a syntax error', SCRIPT, 'export const = 1', SCRIPT],
    ['a syntax error in a file that pages share', SHARED, 'export const = 1', SHARED],
    ['an import of nothing', SCRIPT, "\nimport { none } from './none.ts'\nnone()", SCRIPT],
    ['a wrong import in styles', 'lib/ui/styles/all.css', "@import './none.css';", 'lib/ui/styles/all.css'],
  ])('with %s it names the file, and the build before stays usable', async (_, path, text, named) => {
    const root = copyTree()
    await buildPages(root)
    const before = manifestIn(root)
    const source = readFileSync(join(root, path), 'utf8')
    writeFileSync(join(root, path), `${text}\n${source}`)
    await expect(buildPages(root)).rejects.toThrow(join(root, named))
    expect(manifestIn(root)).toEqual(before)
    expect(filesIn(root)).toEqual(expect.arrayContaining(filesOf(before)))
    expect(openAssets(WEB, join(root, BUILT_FOLDER)).has('live.js')).toBe(true)
    writeFileSync(join(root, path), source)
    await buildPages(root)
    expectWhole(root)
  })
})

describe('bun run build', () => {
  test('four at once in one folder end with one whole build', async () => {
    const root = copyTree()
    await buildPages(root)
    appendFileSync(join(root, SHARED), '\nconsole.log("changed")\n')
    const ended = await Promise.all([1, 2, 3, 4].map(() => spawnBuild(root)))
    expect(ended).toEqual(ended.map(() => ({ code: 0, output: expect.stringContaining('files of pages') })))
    expectWhole(root)
    expect(await buildPages(root)).toMatchObject({ isNew: false })
  })

  test('gives the same files from any working directory, in any place', async () => {
    const [first, second] = [copyTree(), copyTree()]
    expect(await spawnBuild(first)).toMatchObject({ code: 0 })
    expect(await spawnBuild(second, '/')).toMatchObject({ code: 0 })
    expect(manifestIn(second)).toEqual(manifestIn(first))
    expectWhole(second)
  })

  test('ends with an error that names the file when a source cannot be built', async () => {
    const root = copyTree()
    writeFileSync(join(root, SCRIPT), 'export const = 1')
    const { code, output } = await spawnBuild(root)
    expect([code, output]).toEqual([1, expect.stringContaining(join(root, SCRIPT))])
  })
})
