import { resolve } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { ALL_FAULTS } from './all-faults.ts'
import type { Fault } from './fault.ts'
import { runRound } from './run-round.ts'

const TRACKER = resolve(import.meta.dirname, '../../../edge/tracker/main.ts')
const TOO_EARLY = resolve(import.meta.dirname, 'answers-too-early.fixture.ts')

// Different in each run. If a round fails, the name of the test has its seed.
const SEED = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000)
const PLANTED_ROUNDS_MAX = 10

const rounds = ALL_FAULTS.map((fault, index) => ({ name: fault.name, seed: SEED + index, fault }))

// The start of the run says why there is no Redis. With CI=true the run has already failed then.
describe.skipIf(inject('redisUrl') === undefined)('a tracker with the fault', () => {
  test.each(rounds)(
    '$name loses no event that it answered as kept (CHAOS_SEED=$seed)',
    async ({ seed, fault }) => {
      const round = await runRound({ seed, faults: [fault], main: TRACKER })
      expect(round).toMatchObject({ verdict: { lost: [], ghosts: [] }, recoveredMs: expect.any(Number) })
      expect(round.answers.stream + round.answers.spool).toBeGreaterThan(0)
    },
  )

  test('of answering before it keeps events is detected', async () => {
    const killed = ALL_FAULTS.filter(({ name }) => name === 'tracker-killed')
    const lost = await lostBy(killed, TOO_EARLY)
    expect(lost).toBeGreaterThan(0)
  })
})

/** Number of events that a tracker lost in the first round with a loss; 0 if there is none. */
async function lostBy(faults: readonly Fault[], main: string): Promise<number> {
  for (let round = 0; round < PLANTED_ROUNDS_MAX; round += 1) {
    const { verdict } = await runRound({ seed: SEED + round, faults, main })
    if (verdict.lost.length > 0) return verdict.lost.length
  }
  return 0
}
