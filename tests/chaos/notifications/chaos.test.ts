import { join } from 'node:path'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { forgetUniqueness } from '#lib/sqlite/forget-uniqueness.fixture.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { freePorts } from '../../builders/free-ports.ts'
import { startKafka } from '../../engines/kafka.ts'
import { startMongo } from '../../engines/mongo.ts'
import { appendRound } from '../append-round.ts'
import { frozenEngine, lockedFile, type Outage } from './outages.ts'
import { runRound, type Round } from './run-round.ts'

// Different in each run. If a round fails, the name of the test has its seed.
const SEED = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000)
const LOAD_MS = Number(process.env['CHAOS_LOAD_MS'] ?? 12_000)
const RECORD = process.env['CHAOS_RECORD']
const uri = inject('mongodbUri')

const GOOD = { lost: [], twice: [] }

/** The seeds of the rounds on one store: so many as `CHAOS_ROUNDS` says, or by default. */
function seeds(byDefault: number): number[] {
  const rounds = Number(process.env['CHAOS_ROUNDS'] ?? byDefault)
  return Array.from({ length: rounds }, (_, index) => SEED + index)
}

async function expectGood(engines: string, round: Omit<Round, 'loadMs'>): Promise<void> {
  const verdict = await runRound({ ...round, loadMs: LOAD_MS })
  if (RECORD !== undefined) {
    const { lost, twice, ...counts } = verdict
    const { seed } = round
    const wrong = { lost: lost.length, twice: twice.length }
    await appendRound(RECORD, {
      station: 'notifications',
      engines,
      seed,
      loadMs: LOAD_MS,
      ...counts,
      ...wrong,
    })
  }
  expect(verdict).toMatchObject(GOOD)
  expect(verdict.due).toBeGreaterThan(0)
  expect(verdict.kills).toBeGreaterThan(0)
}

/** A round on embedded adapters: their files are locked at times. */
function embedded(seed: number): Omit<Round, 'loadMs'> {
  const folder = temporaryFolder()
  const [storeUrl, busUrl] = [`sqlite:${folder}/store.db`, `sqlite:${folder}/bus.db`]
  return {
    folder,
    storeUrl,
    busUrl,
    seed,
    outages: [lockedFile('store', storeUrl), lockedFile('bus', busUrl)],
  }
}

/** A round on engines of its own, which are stopped at times. */
async function onEngines(seed: number): Promise<Omit<Round, 'loadMs'>> {
  const folder = temporaryFolder()
  const [mongoPort = 0, kafkaPort = 0] = await freePorts(2)
  const [mongo, kafka] = await Promise.all([
    startMongo({ folder: join(folder, 'mongo'), port: mongoPort }),
    startKafka({ folder: join(folder, 'kafka'), port: kafkaPort }),
  ])
  const engines = [...mongo.processes, ...kafka.processes]
  onTestFinished(async () => void (await Promise.all(engines.map((engine) => engine.kill()))))
  const outages: Outage[] = [frozenEngine('store', mongo.processes), frozenEngine('bus', kafka.processes)]
  return { folder, storeUrl: mongo.uri, busUrl: `kafka://${kafka.brokers}`, seed, outages }
}

describe('stations of notifications that are killed, and whose store, bus and provider fail', () => {
  test.each(seeds(2))('lose no ring and ring nobody twice, embedded (CHAOS_SEED=%d)', (seed) =>
    expectGood('embedded', embedded(seed)),
  )

  // The start of the run says why there is no MongoDB. With CI=true the run has already failed then.
  test.skipIf(uri === undefined).each(seeds(1))(
    'lose no ring and ring nobody twice, on MongoDB and Kafka (CHAOS_SEED=%d)',
    async (seed) => expectGood('engines', await onEngines(seed)),
  )

  test('are noticed when the rows of deliveries are not unique', async () => {
    const round = embedded(SEED)
    const plant = () => forgetUniqueness(round.storeUrl, 'deliveries')
    const verdict = await runRound({ ...round, outages: [], loadMs: 4_000, plant })
    expect(verdict.twice.length).toBeGreaterThan(0)
  })
})
