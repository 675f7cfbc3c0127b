import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { StartError } from '#lib/errors/start-error.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { MANIFEST } from '#lib/ui/built-file.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { BUILT_HASH, writeBuild } from '#lib/ui/write-build.fixture.ts'

const WEB = { station: 'web', prefix: '/public' } as const

const OBJECT_NAMES = ['constructor', '__proto__', 'toString', 'hasOwnProperty']

function openWeb(files: Readonly<Record<string, string>> = { 'live.js': 'run()' }) {
  return openAssets(WEB, writeBuild('web', files))
}

test('find() gives a file by its hashed name, with its type', () => {
  const texts = { 'live.js': 'run()', 'live.css': 'a{}', 'icon.svg': '<svg/>', 'data.bin': 'x' }
  const assets = openWeb(texts)
  const types = {
    'live.js': 'text/javascript; charset=utf-8',
    'live.css': 'text/css; charset=utf-8',
    'icon.svg': 'image/svg+xml',
    'data.bin': 'application/octet-stream',
  }
  for (const [name, type] of Object.entries(types)) {
    const file = assets.find(assets.pathOf(name).replace('/public/', ''))
    expect(file).toMatchObject({ type, isExact: true })
    expect(new TextDecoder().decode(file?.bytes)).toBe(texts[name as keyof typeof texts])
  }
})

test('pathOf() gives the path with the hash, and has() knows the same names', () => {
  const assets = openWeb()
  expect(assets.has('live.js')).toBe(true)
  expect(assets.pathOf('live.js')).toBe(`/public/live-${BUILT_HASH}.js`)
})

test('find() gives this version of a file for the hash of another version, which is not exact', () => {
  const file = openWeb().find('live-00000000.js')
  expect(file).toMatchObject({ isExact: false })
  expect(new TextDecoder().decode(file?.bytes)).toBe('run()')
})

test.each(['other.js', 'live.css', `live-${BUILT_HASH}.js`, '', ...OBJECT_NAMES])(
  'has() is false and pathOf() throws for the unknown name "%s"',
  (name) => {
    const assets = openWeb()
    expect(assets.has(name)).toBe(false)
    expect(() => assets.pathOf(name)).toThrow(`it has no file "${name}"`)
  },
)

test.each([
  'other-00000000.js',
  'live-00000000.css',
  'live.js',
  '../manifest.json',
  '',
  ...OBJECT_NAMES,
  ...OBJECT_NAMES.map((name) => `${name}-00000000.js`),
])('find() gives nothing for "%s"', (name) => {
  expect(openWeb().find(name)).toBeUndefined()
})

test('the files of another station are not found', () => {
  const folder = writeBuild('web', { 'live.js': 'run()' })
  expect(() => openAssets({ station: 'kafidx', prefix: '/kafidx/public' }, folder)).toThrow(StartError)
})

test.each<readonly [string, (folder: string) => void]>([
  ['has no manifest', (folder) => rmSync(join(folder, MANIFEST))],
  ['has half a manifest', (folder) => writeFileSync(join(folder, MANIFEST), '{"sources":"a","sta')],
  ['has another manifest', (folder) => writeFileSync(join(folder, MANIFEST), '{"stations":[]}')],
  ['lacks a file', (folder) => rmSync(join(folder, `web/live-${BUILT_HASH}.js`))],
])('a build that %s gives a StartError that says what to do, with its cause', (_, spoil) => {
  const folder = writeBuild('web', { 'live.js': 'run()' })
  spoil(folder)
  const error = errorOf(() => openAssets(WEB, folder))
  expect(error).toBeInstanceOf(StartError)
  expect(error).toMatchObject({
    message: 'Cannot show the pages: they are not built, or not completely',
    hint: 'Run: npx --yes bun@1.4.5 run build',
    cause: expect.any(Error),
  })
})

test('a folder that does not exist gives the same error', () => {
  expect(() => openAssets(WEB, join(temporaryFolder(), 'none'))).toThrow(StartError)
})

function errorOf(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  throw new Error('It did not throw')
}
