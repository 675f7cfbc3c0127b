import { basename, dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { OPERATE_LINKS } from '#lib/ui/frames/operate-frame.tsx'
import { allPages } from '../../apps/all/all-pages.ts'
import { accessRows } from './access-rows.ts'
import { filesUnder, textOf } from './repository.ts'

const code = filesUnder('apps', 'edge', 'lib', 'workers')
const styles = code.filter((path) => path.endsWith('.css') && path !== 'lib/ui/styles/tokens.css')
const inPages = code.filter((path) => /^(?:apps|edge|workers)\/[^/]+\/pages\/[^/]+\//u.test(path))
const folders = [...new Set(inPages.map((path) => dirname(path)))].filter(
  (path) => basename(path) !== 'shared',
)

// A length or a colour that is written out. 1px and 2px are hairlines; em, %, vh and rem of layouts stay with their rule.
const RAW = [
  /#[0-9a-f]{3,8}\b(?![^{}]*\{)/iu,
  /\b(?:rgb|rgba|hsl|hsla|oklch|oklab|lab|lch|color-mix|light-dark)\(/u,
  /(?:font-size|line-height):\s*\d+(?:\.\d+)?(?:px|rem)/u,
  /\bfont:[^;]*\d+px/u,
  /(?:margin|padding|gap|border-radius)[a-z-]*:[^;]*\b(?:[3-9]|\d\d+)px/u,
  /box-shadow:(?!\s*(?:var\(|none))/u,
]

describe('the style sheets', () => {
  test('take colours, sizes and shadows from lib/ui/styles/tokens.css', () => {
    expect(styles.length).toBeGreaterThan(4)
    const raw = styles.flatMap((path) =>
      textOf(path)
        .split('\n')
        .flatMap((line, at) =>
          RAW.some((pattern) => pattern.test(line)) ? [`${path}:${at + 1}${line}`] : [],
        ),
    )
    expect(raw).toEqual([])
  })

  test.each([
    'color: #fff;',
    'color: oklch(1 0 0);',
    'font-size: 12px;',
    'padding: 12px 2px;',
    'box-shadow: 0 0 3px;',
  ])('with %s are noticed', (line) => {
    expect(RAW.some((pattern) => pattern.test(line))).toBe(true)
  })

  test('name only tokens that exist', () => {
    const known = new Set(textOf('lib/ui/styles/tokens.css').match(/--[a-z0-9-]+(?=:)/gu))
    const used = styles.flatMap((path) => textOf(path).match(/(?<=var\()--[a-z0-9-]+/gu) ?? [])
    expect(used.length).toBeGreaterThan(50)
    expect(used.filter((name) => !known.has(name))).toEqual([])
  })
})

describe('the folder of a page', () => {
  test.each(folders)('%s declares a page or a view of its own name', (folder) => {
    const declared = inPages
      .filter((path) => dirname(path) === folder && path.endsWith('.tsx'))
      .some((path) => textOf(path).includes(`  name: '${basename(folder)}',`))
    expect(declared).toBe(true)
  })

  test('of each station is in a list that all pages know', () => {
    const stations = new Set(inPages.map((path) => path.split('/')[1]))
    expect(new Set(allPages.map(({ station }) => station as string))).toEqual(stations)
  })
})

test('every file with JSX names its library: a station that is started elsewhere does not read tsconfig.json', () => {
  const jsx = code.filter((path) => path.endsWith('.tsx'))
  expect(jsx.length).toBeGreaterThan(30)
  expect(jsx.filter((path) => !textOf(path).startsWith('/** @jsxImportSource preact */\n'))).toEqual([])
})

test('files for browsers are built in one place', () => {
  const building = [...code, ...filesUnder('tests', 'bench')].filter(
    (path) => /\.tsx?$/u.test(path) && /\bBun\.build\(\{/u.test(textOf(path)),
  )
  expect(building).toEqual([
    'lib/ui/build/build-pages.ts',
    // It asks the bundler which files it reads.
    'lib/ui/build/sources.test.ts',
    // A page of another site, and apps as other runtimes would load them.
    'tests/browser/serve-page.ts',
    'tests/rules/edge-runtimes.test.ts',
  ])
})

test.each(OPERATE_LINKS)('the link "%s" of operators leads to a route: %s', (_, path) => {
  expect(accessRows.map(({ route }) => route)).toContain(`GET ${path}`)
})
