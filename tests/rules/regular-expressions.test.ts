import { check } from 'recheck'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { findPatterns } from './find-patterns.ts'
import { filesUnder, textOf } from './repository.ts'

// The checker runs as a program of its own where its package has one for this machine, and ten times slower in JavaScript.
const CHECK_ALL_MS = 600_000
const CHECK_ONE_MS = 60_000

// The formats of text that our schemas ask zod for.
const FORMATS: Readonly<Record<string, RegExp>> = {
  datetime: z.regexes.datetime({ offset: true }),
  email: z.regexes.email,
  guid: z.regexes.guid,
}

// Types of values: zod has patterns of that name for templates, which nobody uses here.
const TYPES: ReadonlySet<string> = new Set(['boolean', 'date', 'number', 'string'])

// Patterns of a text that is cut to a few thousand characters first, which the checker cannot finish in time. The test beside each
// file runs hostile text through all of them.
const CHECKED_BESIDE: ReadonlySet<string> = new Set(['lib/privacy/redact-text.ts'])

const shipped = filesUnder('apps', 'edge', 'lib', 'workers')
  .filter((path) => /\.[cm]?[jt]sx?$/u.test(path) && !/\.(test|fixture)\.tsx?$/u.test(path))
  .map((path) => ({ path, ...findPatterns(path, textOf(path)) }))

/** Undefined for a pattern whose work grows with the length of the text, and no faster; else what is wrong. */
async function faultOf(source: string, flags: string): Promise<string | undefined> {
  // Bounded by steps that are counted, not by time: a busy machine finds the same.
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

describe('a regular expression of what is shipped', () => {
  test(
    'takes no longer than in proportion to its text, whatever that is',
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

  test('is never made of what is known at run time only', () => {
    const made = shipped.flatMap(({ path, madeAtRunTime }) => madeAtRunTime.map((line) => `${path}:${line}`))
    expect(made).toEqual([])
  })

  test(
    'is no worse where zod brings it',
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

describe('one that grows faster is found', () => {
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
    'or told where nobody can know: %s',
    (text) => {
      expect(findPatterns('source.ts', text).madeAtRunTime).toEqual([1])
    },
  )
})
