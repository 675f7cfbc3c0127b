import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { buildPages } from '#lib/ui/build/build-pages.ts'

/**
 * Builds the pages, runs the commands of the gate side by side, then the tests, and closes with `N passed, N failed, N skipped`. With
 * `--gate` real engines and the flow are left out; a file's path or a part of it runs the tests in such files only.
 */

const ROOT = resolve(import.meta.dirname, '..')
const bin = (name: string) => join(ROOT, 'node_modules', '.bin', name)

const GATE = [
  { name: 'format', command: [bin('oxfmt'), '--check', '.'] },
  { name: 'types', command: [bin('tsc'), '-p', '.'] },
  { name: 'types of browser code', command: [bin('tsc'), '-p', 'tsconfig.browser.json'] },
  { name: 'lint', command: [bin('oxlint'), '--type-aware', '--deny-warnings', '.'] },
  {
    name: 'import rules',
    command: [
      bin('depcruise'),
      '--config',
      '.dependency-cruiser.js',
      'apps',
      'edge',
      'workers',
      'lib',
      'tests',
      'bench',
    ],
  },
  { name: 'unused code', command: [bin('knip')] },
]

interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** What we read of vitest's JSON report. Times are milliseconds since 1970. */
interface Report {
  readonly numPassedTests?: number
  readonly numFailedTests?: number
  readonly numPendingTests?: number
  readonly numTodoTests?: number
  readonly success: boolean
  readonly testResults: readonly {
    readonly name: string
    readonly startTime: number
    readonly endTime: number
  }[]
}

const SLOWEST_MAX = 10

/**
 * Two runs of vitest beside each other. The tests on real engines, and those that run one file at a time, mostly wait; the others use the
 * processor meanwhile.
 */
const RUNS: readonly (readonly string[])[] = [
  ['unit', 'rules', 'schemathesis', 'flow', 'fuzz'],
  ['engines', 'flow-alone', 'browser', 'chaos'],
]
const GATE_RUNS: readonly (readonly string[])[] = [['unit', 'rules']]

const given = process.argv.slice(2)
const isGateOnly = given.includes('--gate')
const files = given.filter((word) => !word.startsWith('--'))

await buildPages()
const gate = files.length > 0 ? [] : await runGate()
const runs = await Promise.all((isGateOnly ? GATE_RUNS : RUNS).map(runTests))
printSlowest(runs.flatMap(({ testResults }) => testResults))
const counts = [...gate, ...runs]
const total = (key: keyof Counts) => counts.reduce((sum, count) => sum + count[key], 0)
console.log(`\n${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`)
process.exit(total('failed') === 0 && total('passed') > 0 ? 0 : 1)

async function runGate(): Promise<Counts[]> {
  const isGood = await Promise.all(GATE.map(runCheck))
  return isGood.map((good) => ({ passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0 }))
}

/** Runs one command of the gate; its output is printed where it fails. */
async function runCheck({ name, command }: (typeof GATE)[number]): Promise<boolean> {
  const started = performance.now()
  const child = Bun.spawn(command, { cwd: ROOT, stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' })
  const output = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  const isGood = (await child.exited) === 0
  console.log(`${isGood ? '✓' : '✗'} ${name} (${((performance.now() - started) / 1_000).toFixed(1)} s)`)
  if (!isGood) console.log(output.join('\n'))
  return isGood
}

/** The counts of a run of vitest, and its files. */
interface Ran extends Counts {
  readonly testResults: Report['testResults']
}

async function runTests(projects: readonly string[]): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'pushtech-tests-'))
  const report = join(folder, 'report.json')
  const child = Bun.spawn(
    [
      process.execPath,
      '--bun',
      join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      ...files,
      ...projects.flatMap((project) => ['--project', project]),
      // The named files may all be in the other run.
      '--passWithNoTests',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { cwd: ROOT, stdin: 'ignore', stdout: 'inherit', stderr: 'inherit' },
  )
  const code = await child.exited
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, success, testResults } =
      JSON.parse(readFileSync(report, 'utf8')) as Report
    // A file that could not be loaded has no tests to fail: the run itself counts as one.
    const failed = (numFailedTests ?? 0) > 0 ? (numFailedTests ?? 0) : success && code === 0 ? 0 : 1
    const skipped = (numPendingTests ?? 0) + (numTodoTests ?? 0)
    return { passed: numPassedTests ?? 0, failed, skipped, testResults }
  } catch {
    console.error(`Cannot read the report of the tests: they ended with code ${code}`)
    return { passed: 0, failed: 1, skipped: 0, testResults: [] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Prints the files that took longest, so that a slow test is noticed when it is written. */
function printSlowest(ran: Report['testResults']): void {
  const slowest = ran
    .map(({ name, startTime, endTime }) => ({ name, seconds: (endTime - startTime) / 1_000 }))
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, SLOWEST_MAX)
  console.log(`\nThe ${slowest.length} slowest files:`)
  for (const { name, seconds } of slowest) {
    console.log(`${seconds.toFixed(1).padStart(7)} s  ${relative(ROOT, name)}`)
  }
}
