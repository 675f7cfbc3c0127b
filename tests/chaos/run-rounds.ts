import { processEnvironment } from '#lib/config/process-environment.ts'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from '@hono/zod-openapi'
import { commitOfTree, RESULTS } from './append-round.ts'

/** What the rounds of a program are, and how their records are read. */
export interface Rounds {
  /** The folder of its tests in `tests/chaos`, and the name behind `chaos:` in package.json. */
  readonly name: string
  /** What a round does, for `--help`. */
  readonly about: string
  /** A part of the names of the tests that are rounds. */
  readonly pattern: string
  /** The member of a record that says where a round ran, and its two values; half of the rounds run on each. */
  readonly side: { readonly member: string; readonly values: readonly [string, string] }
  /** Members that are summed up in the summary. */
  readonly sums: readonly string[]
  /** Members that are 0 in a good round. */
  readonly faults: readonly string[]
}

const ROOT = resolve(import.meta.dirname, '../..')

/**
 * Runs many rounds, half of them on each side. Each appends a line to bench/results/chaos.jsonl. Prints a summary, and exits with 1 if a
 * round was not good.
 */
export async function runRounds({ name, about, pattern, side, sums, faults }: Rounds): Promise<never> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '200' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      'load-ms': { type: 'string', default: '3000' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(`bun run chaos:${name} [--rounds 200] [--seed n] [--load-ms 3000]

${about}
  bun run chaos:${name} --rounds 2 --seed 4711     repeats one round on each\n`)
    process.exit(0)
  }
  const perSide = Math.ceil(Number(values.rounds) / 2)
  const commit = await commitOfTree()
  process.stderr.write(`${perSide} rounds on each from seed ${values.seed} on, commit ${commit}\n`)
  const before = readLines().length
  const child = Bun.spawn(
    [
      process.execPath,
      '--bun',
      join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      `tests/chaos/${name}`,
      '--project',
      'chaos',
      '--testNamePattern',
      pattern,
    ],
    {
      cwd: ROOT,
      stdin: 'ignore',
      stdout: 'inherit',
      stderr: 'inherit',
      env: {
        ...processEnvironment(),
        CHAOS_ROUNDS: String(perSide),
        CHAOS_SEED: values.seed,
        CHAOS_LOAD_MS: values['load-ms'],
        CHAOS_RECORD: RESULTS,
      },
    },
  )
  const code = await child.exited
  const rounds = readLines()
    .slice(before)
    .map((line) => roundSchema.parse(JSON.parse(line)))
  const isGood = side.values.map((value) => {
    const own = rounds.filter((round) => round[side.member] === value)
    const good = own.filter((round) => faults.every((fault) => round[fault] === 0))
    const summed = sums.map(
      (member) => `${own.reduce((sum, round) => sum + Number(round[member]), 0)} ${member}`,
    )
    const restMs = Math.max(0, ...own.map((round) => Number(round['restMs'])))
    process.stdout.write(
      `${value}: ${good.length} of ${perSide} rounds good, ${summed.join(', ')}, at rest after at most ${restMs} ms\n`,
    )
    return good.length === perSide
  })
  process.exit(code === 0 && isGood.every(Boolean) ? 0 : 1)
}

const roundSchema = z.record(z.string(), z.union([z.string(), z.number()]))

function readLines(): string[] {
  return existsSync(RESULTS) ? readFileSync(RESULTS, 'utf8').split('\n').slice(0, -1) : []
}
