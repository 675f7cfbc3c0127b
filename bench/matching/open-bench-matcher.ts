import { matchingConsumer } from '../../apps/matching/consumer.ts'
import { openCouriers } from '../../apps/matching/open-couriers.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { openBusWriter } from '#lib/event-bus/open.ts'
import type { ReceivedRecord } from '#lib/event-bus/event-bus.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import {
  openBlockStore,
  openCandidateQueue,
  openMatchStore,
  openOwnerQueue,
  openPositionStore,
  openSubjectIndex,
  openSweepStore,
} from '#lib/store/open.ts'
import { createRightOfWay } from '#lib/loop/right-of-way.ts'
import { BEFORE_NEWEST } from '#lib/store/candidate-queue.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { until } from '../../tests/builders/until.ts'
import { createCallTimes, type CallTimes } from './call-times.ts'
import { readCounts, type Counts } from './read-counts.ts'

/** A matcher in this process, on a store with subjects. */
export interface BenchMatcher {
  /** Handles a batch of moves; resolves when its notices are on the bus. */
  handle(records: readonly ReceivedRecord[]): Promise<void>
  /** What it has counted since its start. */
  counts(): Promise<Counts>
  readonly calls: CallTimes
  /** Asks for all offers of an owner to be matched, as after a bulk. */
  matchOwner(owner: string): Promise<void>
  close(): Promise<void>
}

const PREPARED_MS = 60 * 60_000
/** The default of the setting. */
const PAIRS_MAX = 1_000

/** Opens the matcher of apps/matching with the stores behind a URL; its notices go to a bus on SQLite in the folder. */
export async function openBenchMatcher(folder: string, url: string): Promise<BenchMatcher> {
  const [subjects, positions, matches, blocks, queue, owners, sweeps] = await Promise.all([
    openSubjectIndex(url),
    openPositionStore(url),
    openMatchStore(url),
    openBlockStore(url),
    openCandidateQueue(url),
    openOwnerQueue(url),
    openSweepStore(url),
  ])
  await until(
    'the stores are prepared',
    () => isPrepared(() => subjects.findAll({ ids: ['none'] })),
    PREPARED_MS,
  )
  const bus = await openBusWriter(`sqlite:${folder}/bus.db`)
  const metrics = openMetrics()
  const way = createRightOfWay()
  const couriers = openCouriers({
    subjects,
    positions,
    sweeps,
    matches,
    blocks,
    queue,
    owners,
    way,
    pairsMax: PAIRS_MAX,
    bus,
    log: quietLog,
    metrics,
  })
  const calls = createCallTimes()
  const handle = matchingConsumer.handle({
    subjects: calls.time('subjects', subjects),
    positions: calls.time('positions', positions),
    matches: calls.time('matches', matches),
    blocks: calls.time('blocks', blocks),
    queue: calls.time('queue', queue),
    pairsMax: PAIRS_MAX,
    way,
    erased: { isErased: () => false, assertKnown: () => undefined },
    courier: calls.time('courier', couriers.notices),
    metrics,
  })
  return {
    handle: (records) => handle({ topic: EVENTS.name, partition: 0, records }),
    counts: async () => readCounts(await metrics.text()),
    calls,
    matchOwner: (owner) =>
      owners.add([
        { subject: owner, cursor: BEFORE_NEWEST, cause: { source: '/bench', id: 'bulk', time: Date.now() } },
      ]),
    async close() {
      await couriers.stop()
      await bus.close()
      await Promise.all(
        [subjects, positions, matches, blocks, queue, owners, sweeps].map((each) => each.close()),
      )
    },
  }
}

async function isPrepared(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call()
    return true
  } catch (error) {
    if (error instanceof UnavailableError) return false
    throw error
  }
}
