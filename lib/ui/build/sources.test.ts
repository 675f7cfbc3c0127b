import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { copyTree, REPOSITORY } from './copy-tree.fixture.ts'
import { findEntries, hashSources } from './sources.ts'

function write(root: string, path: string, text = ''): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

function namesOf(root: string): string[] {
  return findEntries(root).map(({ station, name, path }) => `${station} ${name} ${relative(root, path)}`)
}

const COMMON = [
  'styles.css lib/ui/styles/all.css',
  'frame.js lib/ui/client/frame.ts',
  'icon.svg lib/ui/icon.svg',
]

describe('findEntries()', () => {
  test('gives nothing where no station has pages', () => {
    const root = temporaryFolder()
    write(root, 'apps/storage/routes/client.ts')
    expect(findEntries(root)).toEqual([])
  })

  test('gives the script and the styles of each page, and the common files of each station with pages', () => {
    const root = temporaryFolder()
    write(root, 'edge/web/pages/one/client.ts')
    write(root, 'edge/web/pages/one/styles.css')
    write(root, 'edge/web/pages/two/styles.css')
    write(root, 'edge/web/pages/three/page.tsx')
    write(root, 'edge/web/pages/all-pages.ts')
    write(root, 'edge/web/pages/client.ts')
    write(root, 'apps/kafidx/pages/four/client.ts')
    write(root, 'apps/kafidx/pages/four/parts/client.ts')
    write(root, 'apps/storage/routes/client.ts')
    write(root, 'apps/nobody/pages/five/client.ts')
    const expected = [
      'web one.js edge/web/pages/one/client.ts',
      'web one.css edge/web/pages/one/styles.css',
      'web two.css edge/web/pages/two/styles.css',
      ...COMMON.map((file) => `web ${file}`),
      'web push-worker.js lib/ui/client/push-worker/worker.ts',
      'kafidx four.js apps/kafidx/pages/four/client.ts',
      ...COMMON.map((file) => `kafidx ${file}`),
    ]
    expect(namesOf(root).toSorted()).toEqual(expected.toSorted())
  })

  test('gives the borders of countries to a station with maps', () => {
    const root = temporaryFolder()
    write(root, 'apps/storage/pages/one/page.tsx')
    write(root, 'edge/web/pages/one/page.tsx')
    expect(namesOf(root).filter((line) => line.includes('borders'))).toEqual([
      'storage borders.json node_modules/world-atlas/countries-50m.json',
    ])
  })

  test('finds each client.ts and styles.css of a page of this repository', () => {
    const pattern = new Bun.Glob('{apps,edge,workers}/*/pages/*/{client.ts,styles.css}')
    const inTree = [...pattern.scanSync(REPOSITORY)]
    expect(inTree.length).toBeGreaterThan(0)
    const found = new Set(findEntries(REPOSITORY).map(({ path }) => relative(REPOSITORY, path)))
    expect(inTree.filter((path) => !found.has(path))).toEqual([])
  })
})

describe('hashSources()', () => {
  test('is the same for the same tree in another place', () => {
    expect(hashSources(copyTree())).toBe(hashSources(REPOSITORY))
  })

  test('changes with each file that the build reads', async () => {
    const root = copyTree()
    const read = await readByBuild(root)
    expect(read.length).toBeGreaterThan(0)
    let before = hashSources(root)
    for (const path of ['bun.lock', 'tsconfig.json', ...read]) {
      appendFileSync(join(root, path), '\n')
      const after = hashSources(root)
      expect([path, after === before]).toEqual([path, false])
      before = after
    }
  })

  test('changes when a file gets another name, comes or goes', () => {
    const root = copyTree()
    const hashes = [hashSources(root)]
    for (const change of [
      () => write(root, 'edge/web/pages/new/client.ts'),
      () => {
        rmSync(join(root, 'edge/web/pages/new'), { recursive: true })
        write(root, 'edge/web/pages/other/client.ts')
      },
      () => rmSync(join(root, 'edge/web/pages/live/styles.css')),
    ]) {
      change()
      hashes.push(hashSources(root))
    }
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  test.each([
    'README.md',
    'package.json',
    'lib/geo/distance.ts',
    'edge/web/app.ts',
    'apps/storage/routes/subject-get.ts',
    'lib/ui/open-assets.test.ts',
    'lib/ui/components/form.test.tsx',
    'lib/ui/write-build.fixture.ts',
    'lib/ui/notes.md',
    'edge/web/pages/all-pages.test.ts',
    'edge/web/pages/live/live-state.test.ts',
    'edge/web/pages/live/sketch.png',
    'dist/pages/manifest.json',
  ])('does not change with %s', (path) => {
    const root = copyTree()
    const before = hashSources(root)
    write(root, path, 'anything')
    expect(hashSources(root)).toBe(before)
  })
})

/** The files of ours that the bundler reads, as it says itself. */
async function readByBuild(root: string): Promise<string[]> {
  const entries = findEntries(root)
  const bundled = entries.filter(({ isBuilt }) => isBuilt !== true).map(({ path }) => path)
  const read = new Set(entries.map(({ path }) => relative(root, path)))
  for (const entry of new Set(bundled)) {
    const { metafile } = await Bun.build({ entrypoints: [entry], target: 'browser', metafile: true })
    // The bundler names its files relative to the working directory.
    for (const path of Object.keys(metafile?.inputs ?? {})) read.add(relative(root, resolve(path)))
  }
  return [...read].filter((path) => !path.includes('node_modules'))
}
