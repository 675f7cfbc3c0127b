import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { pick, randomOf } from '../../../apps/cli/simulate/random.ts'
import { showProgress } from '../../../apps/cli/progress.ts'
import { appendRound, commitOfTree, RESULTS } from '../append-round.ts'
import { ALL_FAULTS } from './all-faults.ts'
import { runRound, type Round } from './run-round.ts'

/**
 * Runs many rounds against the tracker, each with one to three faults. Appends a line per round to bench/results/chaos.jsonl, and
 * exits with 1 if a round lost events or did not recover.
 */

const ROOT = resolve(import.meta.dirname, '../../..')
const TRACKER = join(ROOT, 'edge/tracker/main.ts')
const FAULTS_MAX = 3

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log(`bun run chaos [--rounds 200] [--seed n]

Injects faults into the tracker and its Redis, round by round, and compares the answers with the events in stream and spool.
  bun run chaos --rounds 1 --seed 4711     repeats one round`)
  process.exit(0)
}
const first = Number(values.seed)
const count = Number(values.rounds)
const rounds = count === 1 ? '1 round' : `${count} rounds`
console.error(`${rounds} from seed ${first} on, commit ${await commitOfTree()}`)
const progress = showProgress(count, 'rounds')
const bad: Round[] = []
for (let seed = first; seed < first + count; seed += 1) {
  const round = await runRound({ seed, faults: faultsOf(seed), main: TRACKER })
  const { faults, answers, verdict, recoveredMs } = round
  const { lost, ghosts, copies } = verdict
  const found = { lost: lost.length, ghosts: ghosts.length, copies, recoveredMs }
  await appendRound(RESULTS, { seed, faults, ...answers, ...found })
  if (lost.length > 0 || ghosts.length > 0 || recoveredMs === undefined) bad.push(round)
  progress.advance(1)
}
progress.stop()
for (const { seed, faults, verdict, recoveredMs, output } of bad) {
  console.error(
    `seed ${seed}, ${faults.join(' + ')}: lost ${verdict.lost.length}, recovered after ${recoveredMs} ms\n${output}`,
  )
}
console.log(`${count - bad.length} of ${rounds} good`)
process.exit(bad.length === 0 ? 0 : 1)

function faultsOf(seed: number) {
  // A different seed, because the round itself draws from `seed`.
  const random = randomOf(~seed)
  return Array.from({ length: 1 + Math.floor(random() * FAULTS_MAX) }, () => pick(ALL_FAULTS, random))
}
