import { openBusWriter } from '#lib/event-bus/open.ts'
import { openConsumer } from '#lib/event-bus/open-consumer.ts'
import {
  openBlockStore,
  openMatchStore,
  openPositionStore,
  openSubjectIndex,
  openSweepStore,
} from '#lib/store/open.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { matchingConsumer } from '../../../apps/matching/consumer.ts'
import { openCouriers } from '../../../apps/matching/open-couriers.ts'

// The matcher of apps/matching in its own process, until it is killed. Prints "ready" when it has joined its group.
const [storeUrl = '', busUrl = ''] = process.argv.slice(2)
const [subjects, positions, matches, blocks, sweeps] = await Promise.all([
  openSubjectIndex(storeUrl),
  openPositionStore(storeUrl),
  openMatchStore(storeUrl),
  openBlockStore(storeUrl),
  openSweepStore(storeUrl),
])
const bus = await openBusWriter(busUrl, quietLog)
const shared = { metrics: openMetrics(), log: quietLog }
const couriers = openCouriers({ subjects, sweeps, matches, blocks, bus, ...shared })
await openConsumer(matchingConsumer, {
  busUrl,
  ports: {
    subjects,
    positions,
    matches,
    blocks,
    erased: { isErased: () => false, assertKnown: () => undefined },
    courier: couriers.notices,
    metrics: shared.metrics,
  },
  log: quietLog,
})
process.stdout.write('ready\n')
