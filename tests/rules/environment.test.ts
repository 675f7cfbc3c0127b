import { describe, expect, test } from 'vitest'
import { filesUnder, textOf } from './repository.ts'

// Whatever the runtime, and also by destructuring or under a name in brackets.
const READS =
  /\b(?:process|Bun|Deno)\s*(?:\?\.|\.)?\s*(?:env\b|\[\s*['"`]env)|\bimport\.meta\.env\b|\{[^{}]*\benv\b[^{}]*\}\s*=\s*(?:process|Bun|Deno|import\.meta)\b|import\s*\{[^}]*\benv\b[^}]*\}\s*from\s*['"](?:node:)?process['"]/u

const FOR_CHILDREN = /const \{(?: (?:PATH|HOME|CI)(?: = '')?,?)+ \} = process\.env/gu

const isTest = (path: string) =>
  /(\.test|-contract|\.fixture)\.tsx?$/u.test(path) || path.startsWith('tests/')
const sources = filesUnder('apps', 'bench', 'edge', 'lib', 'tests', 'workers').filter((path) =>
  /\.[cm]?[jt]sx?$/u.test(path),
)

describe('the environment', () => {
  test('is read in lib/config only', () => {
    const readers = sources.filter((path) => !isTest(path) && READS.test(textOf(path)))
    expect(readers).toEqual(['lib/config/process-environment.ts'])
  })

  test('gives tests nothing but what a child process needs to start', () => {
    const others = sources.filter(
      (path) =>
        isTest(path) &&
        path !== 'tests/rules/environment.test.ts' &&
        READS.test(textOf(path).replaceAll(FOR_CHILDREN, '')),
    )
    expect(others).toEqual([])
  })

  test.each([
    'process.env.HOME',
    "process.env['HOME']",
    'Bun.env.HOME',
    'import.meta.env.MODE',
    'Deno.env.get("HOME")',
    "process['env']",
    'const { env } = process',
    "import { env } from 'node:process'",
  ])('would be found where it is read as %s', (text) => {
    expect(READS.test(text)).toBe(true)
  })
})
