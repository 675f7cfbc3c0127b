import { check } from 'recheck'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { findPatterns } from './find-patterns.ts'
import { filesUnder, textOf } from './repository.ts'

// The checker has native programs for some machines; on others it runs in JavaScript, ten times slower.
const CHECK_ALL_MS = 600_000
const CHECK_ONE_MS = 60_000

// The text formats of zod that our schemas use.
const FORMATS: Readonly<Record<string, RegExp>> = {
  datetime: z.regexes.datetime({ offset: true }),
  email: z.regexes.email,
  guid: z.regexes.guid,
}

// Names of value types: zod has patterns with these names for templates, which we do not use.
const TYPES: ReadonlySet<string> = new Set(['boolean', 'date', 'number', 'string'])

// Patterns that the checker cannot finish in time. Their text is cut to a few thousand characters first, and the test beside each
// file runs hostile text through them.
const CHECKED_BESIDE: ReadonlySet<string> = new Set(['lib/privacy/redact-text.ts'])

const shipped = filesUnder('apps', 'edge', 'lib', 'workers')
  .filter((path) => /\.[cm]?[jt]sx?$/u.test(path) && !/\.(test|fixture)\.tsx?$/u.test(path))
  .map((path) => ({ path, ...findPatterns(path, textOf(path)) }))

/** Undefined for a pattern whose work grows at most linearly with the text; else the reason. */
async function faultOf(source: string, flags: string): Promise<string | undefined> {
  // Limited by a number of steps instead of a time, so that a busy machine gives the same result.
  const result = await check(source, flags, {
    timeout: CHECK_ONE_MS,
    attackTimeout: null,
    incubationTimeout: null,
  })
  if (result.status === 'safe') return undefined
  return result.status === 'vulnerable'
    ? `its work grows with a text such as ${result.attack.pattern.slice(0, 100)}`
    : `it cannot be checked: ${result.error.kind}`
}

describe('a regular expression in shipped code', () => {
  test(
    'takes at most linear time for any text',
    async () => {
      const faults: string[] = []
      const all = shipped
        .filter(({ path }) => !CHECKED_BESIDE.has(path))
        .flatMap(({ path, patterns }) => patterns.map((found) => ({ path, ...found })))
      for (const { path, line, source, flags } of all) {
        const fault = await faultOf(source, flags)
        if (fault !== undefined) faults.push(`${path}:${line} /${source}/${flags}: ${fault}`)
      }
      expect(faults).toEqual([])
      expect(all.length).toBeGreaterThan(100)
    },
    CHECK_ALL_MS,
  )

  test('is never built at run time', () => {
    const made = shipped.flatMap(({ path, madeAtRunTime }) => madeAtRunTime.map((line) => `${path}:${line}`))
    expect(made).toEqual([])
  })

  test(
    'takes at most linear time if it comes from zod',
    async () => {
      const called = new Set(
        shipped.flatMap(({ formats }) => formats.map((name) => name.replace('iso.', ''))),
      )
      const used = Object.keys(z.regexes).filter((name) => called.has(name) && !TYPES.has(name))
      expect(used.toSorted()).toEqual(Object.keys(FORMATS).toSorted())
      for (const [name, { source, flags }] of Object.entries(FORMATS)) {
        expect([name, await faultOf(source, flags)]).toEqual([name, undefined])
      }
    },
    CHECK_ALL_MS,
  )
})

describe('a slower one is found:', () => {
  test.each([
    String.raw`const a = /(a+)+$/u.test(text)`,
    String.raw`text.replace(/\s+$/u, '')`,
    String.raw`/^\s*(en|de)(?:-[\w-]*)?\s*(?:;\s*q=([\d.]+))?\s*$/iu.exec(text)`,
    String.raw`z.string().regex(/^(\w+\s?)*$/u)`,
    String.raw`new RegExp('(x|x)*y', 'u')`,
    'globalThis.RegExp(`,*,$`)',
    String.raw`text.match('[^:]*\\..*$')`,
    String.raw`<p>{text.split(/\d*\d*!/u)}</p>`,
  ])('%s', async (text) => {
    const { patterns } = findPatterns('source.tsx', text)
    expect(patterns).toHaveLength(1)
    for (const { source, flags } of patterns) expect(await faultOf(source, flags)).toMatch(/its work grows/u)
  })

  test.each(['new RegExp(word)', "RegExp(`^${name}`, 'u')", "new RegExp('a', flags)"])(
    'or reported if it cannot be checked: %s',
    (text) => {
      expect(findPatterns('source.ts', text).madeAtRunTime).toEqual([1])
    },
  )
})
