import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { applyPatch, parsePatch, type StructuredPatch } from 'diff'
import { beforeAll, expect, test } from 'vitest'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { filesUnder, ROOT, textOf } from './repository.ts'

const TEST_MS = 600_000

const DIFF = /^```diff\n(?<diff>[\s\S]*?)^```$/gmu

/** The diff blocks of the pages in docs/adding. The event type comes first, because the action needs it. */
const changes = filesUnder('docs/adding')
  .toSorted((a, b) => Number(b.endsWith('event-type.md')) - Number(a.endsWith('event-type.md')))
  .flatMap((path) =>
    [...textOf(path).matchAll(DIFF)].map(({ groups }) => ({ path, diff: groups?.['diff'] ?? '' })),
  )

const changedFiles = [...new Set(changes.flatMap(({ diff }) => parsePatch(diff).map(fileOf)))]

function fileOf({ newFileName = '' }: StructuredPatch): string {
  return newFileName.replace(/^b\//u, '')
}

function isCode(file: string): boolean {
  return /\.tsx?$/u.test(file)
}

const bin = (name: string) => join('node_modules', '.bin', name)

// The commands of the gate, and the tests that check declarations.
const GATE: readonly (readonly [name: string, command: readonly string[]])[] = [
  ['generated files', [bin('bun'), 'apps/all/write-generated.ts']],
  ['format', [bin('oxfmt'), '--check', '.']],
  ['types', [bin('tsc'), '-p', '.']],
  ['types of browser code', [bin('tsc'), '-p', 'tsconfig.browser.json']],
  ['pages', [bin('bun'), 'lib/ui/build/main.ts']],
  // The others are linted where they are.
  ['lint', [bin('oxlint'), '--type-aware', '--deny-warnings', ...changedFiles.filter(isCode)]],
  [
    'import rules',
    [bin('depcruise'), '--config', '.dependency-cruiser.js', 'apps', 'edge', 'workers', 'lib'],
  ],
  ['unused code', [bin('knip')]],
  [
    'tests',
    [
      bin('bun'),
      '--bun',
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project',
      'unit',
      '--project',
      'rules',
      'tests/rules/generated',
      'tests/rules/settings',
      'tests/rules/stations',
      'tests/rules/widening',
      'tests/rules/events',
      'tests/rules/access',
      'tests/rules/openapi',
      'tests/rules/consumers',
      'apps/storage/routes/subject-create',
      'lib/store/sqlite/subjects.test',
      'lib/store/sqlite/subject-row',
      'lib/store/mongodb/subject-document',
      'lib/events',
      'workers/enrich',
    ],
  ],
]

const folder = temporaryFolder()

beforeAll(() => {
  for (const path of [...filesUnder(), 'bun.lock']) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    cpSync(join(ROOT, path), join(folder, path))
  }
  cpSync(join(ROOT, 'tests/rules/fixture'), join(folder, 'tests/rules/fixture'), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
})

async function run(command: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
  const child = Bun.spawn([...command], { cwd: folder, stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' })
  const output = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  return { code: await child.exited, output: output.join('') }
}

test('the diffs of the pages in docs/adding apply, and the gate passes', { timeout: TEST_MS }, async () => {
  expect(changes.length).toBeGreaterThan(0)
  for (const { path, diff } of changes) {
    for (const patch of parsePatch(diff)) {
      const file = join(folder, fileOf(patch))
      const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
      const after = applyPatch(before, patch)
      expect([path, file, after === false]).toEqual([path, file, false])
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, String(after))
    }
  }
  for (const [name, command] of GATE) {
    const { code, output } = await run(command)
    expect([name, code, code === 0 ? '' : output]).toEqual([name, 0, ''])
  }
})
