import { processEnvironment } from '#lib/config/process-environment.ts'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from '@hono/zod-openapi'
import { commitOfTree, RESULTS } from '../append-round.ts'

/**
 * Runs many rounds against matchers, half of them on each store. Appends a line per round to bench/results/chaos.jsonl, prints a
 * summary, and exits with 1 if a round ended with other pairs than those of the rule.
 */

const ROOT = resolve(import.meta.dirname, '../../..')

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    'load-ms': { type: 'string', default: '3000' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log(`bun run chaos:matching [--rounds 200] [--seed n] [--load-ms 3000]

Kills matchers while everybody moves, half of the rounds on SQLite and half on MongoDB, and compares the pairs with the rule.
  bun run chaos:matching --rounds 2 --seed 4711     repeats one round on each store`)
  process.exit(0)
}
const perStore = Math.ceil(Number(values.rounds) / 2)
console.error(`${perStore} rounds per store from seed ${values.seed} on, commit ${await commitOfTree()}`)
const before = readLines().length
const child = Bun.spawn(
  [
    process.execPath,
    '--bun',
    join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    'tests/chaos/matching',
    '--project',
    'chaos',
    '--testNamePattern',
    'each told in order',
  ],
  {
    cwd: ROOT,
    stdin: 'ignore',
    stdout: 'inherit',
    stderr: 'inherit',
    env: {
      ...processEnvironment(),
      CHAOS_ROUNDS: String(perStore),
      CHAOS_SEED: values.seed,
      CHAOS_LOAD_MS: values['load-ms'],
      CHAOS_RECORD: RESULTS,
    },
  },
)
const code = await child.exited
const roundSchema = z.object({
  store: z.enum(['sqlite', 'mongodb']),
  kills: z.number(),
  notices: z.number(),
  restMs: z.number(),
  missing: z.number(),
  extra: z.number(),
  disordered: z.number(),
})
const rounds = readLines()
  .slice(before)
  .map((line) => roundSchema.parse(JSON.parse(line)))
const isGood = [...roundSchema.shape.store.options].map((store) => {
  const own = rounds.filter((round) => round.store === store)
  const good = own.filter(({ missing, extra, disordered }) => missing + extra + disordered === 0)
  const sum = (key: 'kills' | 'notices') => own.reduce((total, round) => total + round[key], 0)
  const restMs = Math.max(0, ...own.map((round) => round.restMs))
  console.log(
    `${store}: ${good.length} of ${perStore} rounds good, ${sum('kills')} kills, ${sum('notices')} notices, at rest after at most ${restMs} ms`,
  )
  return good.length === perStore
})
process.exit(code === 0 && isGood.every(Boolean) ? 0 : 1)

function readLines(): string[] {
  return existsSync(RESULTS) ? readFileSync(RESULTS, 'utf8').split('\n').slice(0, -1) : []
}
