import { describe, expect, test } from 'vitest'
import { filesUnder, textOf } from './repository.ts'

// Whatever the runtime, and also by destructuring or under a name in brackets.
const READS =
  /\b(?:process|Bun|Deno)\s*(?:\?\.|\.)?\s*(?:env\b|\[\s*['"`]env)|\bimport\.meta\.env\b|\{[^{}]*\benv\b[^{}]*\}\s*=\s*(?:process|Bun|Deno|import\.meta)\b|import\s*\{[^}]*\benv\b[^}]*\}\s*from\s*['"](?:node:)?process['"]/u

// What a child process needs to start, and where real engines are that somebody else started.
const FOR_TESTS: ReadonlySet<string> = new Set([
  'PATH',
  'HOME',
  'CI',
  'REDIS_URL',
  'KAFKA_BROKERS',
  'MONGODB_URI',
  'PUSH_ENGINES',
  'CHROMIUM_BIN',
  'CHAOS_SEED',
  'FUZZ_CASES',
  'FUZZ_SEED',
  'SCHEMATHESIS_EXAMPLES',
  'SCHEMATHESIS_SEED',
])

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

  test('gives tests nothing but what a child process needs, and where engines are', () => {
    const others = sources
      .filter((path) => isTest(path) && path !== 'tests/rules/environment.test.ts')
      .flatMap((path) => variablesIn(textOf(path)).map((name) => ({ path, name })))
      .filter(({ name }) => !FOR_TESTS.has(name))
    // Tools that fetch and start engines run in the whole environment of whoever starts the tests.
    expect(others).toEqual([{ path: 'tests/engines/run-command.ts', name: 'all' }])
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

/** The variables a text reads from `process.env`; `all` where it hands the whole of it on. */
function variablesIn(text: string): string[] {
  const read = [...text.matchAll(/\bprocess\.env(?:\[['"](?<quoted>\w+)['"]\]|\.(?<plain>\w+))?/gu)]
  return read.flatMap(({ groups, index }) => {
    const name = groups?.['quoted'] ?? groups?.['plain']
    if (name !== undefined) return [name]
    const taken = /\{(?<names>[^{}]*)\} = $/u.exec(text.slice(0, index))?.groups?.['names']
    return taken === undefined
      ? ['all']
      : [...taken.matchAll(/(?<name>\w+)(?:\s*=[^,]*)?(?:,|\s*$)/gu)].map(
          (match) => match.groups?.['name'] ?? '',
        )
  })
}
