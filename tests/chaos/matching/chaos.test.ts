import { describe, expect, inject, test } from 'vitest'
import { freshUrl } from '#lib/store/mongodb/fresh-url.fixture.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { runRound } from './run-round.ts'

// Different in each run. If a round fails, the name of the test has its seed.
const SEED = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000)
const LOAD_MS = Number(process.env['CHAOS_LOAD_MS'] ?? 12_000)
const ROUNDS = Number(process.env['CHAOS_ROUNDS'] ?? 2)
const seeds = Array.from({ length: ROUNDS }, (_, index) => SEED + index)
const uri = inject('mongodbUri')

const PLANTED_ROUNDS_MAX = 8

const GOOD = { missing: [], extra: [], disordered: [] }

describe('matchers that are killed while everybody moves', () => {
  test.each(seeds)(
    'end with the pairs of the rule, each told in order, on sqlite (CHAOS_SEED=%d)',
    async (seed) => {
      const folder = temporaryFolder()
      const [storeUrl, busUrl] = [`sqlite:${folder}/store.db`, `sqlite:${folder}/bus.db`]
      const verdict = await runRound({ storeUrl, busUrl, seed, loadMs: LOAD_MS })
      expect(verdict).toMatchObject(GOOD)
      expect(verdict.kills).toBeGreaterThan(0)
      expect(verdict.notices).toBeGreaterThan(0)
    },
  )

  // The start of the run says why there is no MongoDB. With CI=true the run has already failed then.
  test.skipIf(uri === undefined)(
    `end with the pairs of the rule, each told in order, on mongodb (CHAOS_SEED=${SEED})`,
    async () => {
      const busUrl = `sqlite:${temporaryFolder()}/bus.db`
      const verdict = await runRound({ storeUrl: freshUrl(uri ?? ''), busUrl, seed: SEED, loadMs: LOAD_MS })
      expect(verdict).toMatchObject(GOOD)
      expect(verdict.kills).toBeGreaterThan(0)
    },
  )

  test('are noticed when they do not look a second time', async () => {
    let isNoticed = false
    for (let round = 0; round < PLANTED_ROUNDS_MAX && !isNoticed; round += 1) {
      const folder = temporaryFolder()
      const verdict = await runRound({
        storeUrl: `sqlite:${folder}/store.db`,
        busUrl: `sqlite:${folder}/bus.db`,
        seed: SEED + round,
        loadMs: 4_000,
        fault: 'stale',
        restMs: 8_000,
      })
      isNoticed = verdict.missing.length + verdict.extra.length + verdict.disordered.length > 0
    }
    expect(isNoticed).toBe(true)
  })
})
