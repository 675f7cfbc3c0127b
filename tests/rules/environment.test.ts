import { describe, expect, test } from 'vitest'
import { filesUnder, textOf } from './repository.ts'

// Matches each runtime, also destructuring and names in brackets.
const READS =
  /\b(?:process|Bun|Deno)\s*(?:\?\.|\.)?\s*(?:env\b|\[\s*['"`]env)|\bimport\.meta\.env\b|\{[^{}]*\benv\b[^{}]*\}\s*=\s*(?:process|Bun|Deno|import\.meta)\b|import\s*\{[^}]*\benv\b[^}]*\}\s*from\s*['"](?:node:)?process['"]/u

// Variables that a child process needs to start, and the addresses of engines that run already.
const FOR_TESTS: ReadonlySet<string> = new Set([
  'PATH',
  'HOME',
  'CI',
  'REDIS_URL',
  'KAFKA_BROKERS',
  'MONGODB_URI',
  'PUSH_ENGINES',
  'CHROMIUM_BIN',
  'CHAOS_LOAD_MS',
  'CHAOS_RECORD',
  'CHAOS_ROUNDS',
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
  test('is read only in lib/config', () => {
    const readers = sources.filter((path) => !isTest(path) && READS.test(textOf(path)))
    expect(readers).toEqual(['lib/config/process-environment.ts'])
  })

  test('gives tests only the variables of child processes and the addresses of engines', () => {
    const others = sources
      .filter((path) => isTest(path) && path !== 'tests/rules/environment.test.ts')
      .flatMap((path) => variablesIn(textOf(path)).map((name) => ({ path, name })))
      .filter(({ name }) => !FOR_TESTS.has(name))
    // Tools that fetch and start engines run in the whole environment of the tests.
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
  ])('is found if it is read as %s', (text) => {
    expect(READS.test(text)).toBe(true)
  })
})

/** The variables that a text reads from `process.env`; `all` if it passes on the whole environment. */
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
