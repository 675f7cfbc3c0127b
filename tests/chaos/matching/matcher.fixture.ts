import { openBusWriter } from '#lib/event-bus/open.ts'
import { openConsumer } from '#lib/event-bus/open-consumer.ts'
import {
  openBlockStore,
  openCandidateQueue,
  openMatchStore,
  openOwnerQueue,
  openPositionStore,
  openSubjectIndex,
  openSweepStore,
} from '#lib/store/open.ts'
import type { IndexedSubject, SubjectIndex } from '#lib/store/subjects.ts'
import { createRightOfWay } from '#lib/loop/right-of-way.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { matchingConsumer } from '../../../apps/matching/consumer.ts'
import { openCouriers } from '../../../apps/matching/open-couriers.ts'

/** How long the fault "stale" reads a subject from memory. */
const STALE_MS = 400
/** More matches than any subject gets here. */
const PAIRS_MAX = 100_000

// The matcher of apps/matching in its own process, until it is killed. Prints "ready" when it has joined its group. With the fault
// "stale" it looks at what it read before, as if it did not look a second time.
const [storeUrl = '', busUrl = '', fault = ''] = process.argv.slice(2)
const [index, positions, matches, blocks, queue, owners, sweeps] = await Promise.all([
  openSubjectIndex(storeUrl),
  openPositionStore(storeUrl),
  openMatchStore(storeUrl),
  openBlockStore(storeUrl),
  openCandidateQueue(storeUrl),
  openOwnerQueue(storeUrl),
  openSweepStore(storeUrl),
])
const subjects = fault === 'stale' ? withStaleReads(index) : index
const bus = await openBusWriter(busUrl, quietLog)
const shared = { metrics: openMetrics(), log: quietLog }
const way = createRightOfWay()
const ports = { subjects, positions, matches, blocks, queue, pairsMax: PAIRS_MAX }
const couriers = openCouriers({ ...ports, owners, way, sweeps, bus, ...shared })
await openConsumer(matchingConsumer, {
  busUrl,
  ports: {
    ...ports,
    way,
    erased: { isErased: () => false, assertKnown: () => undefined },
    courier: couriers.notices,
    metrics: shared.metrics,
  },
  log: quietLog,
})
process.stdout.write('ready\n')

function withStaleReads(real: SubjectIndex): SubjectIndex {
  const read = new Map<string, { readonly subject: IndexedSubject | undefined; readonly until: number }>()
  return {
    ...real,
    async findAll(which) {
      const { ids = [] } = which
      if (which.devices !== undefined) return real.findAll(which)
      const now = Date.now()
      const missing = ids.filter((id) => (read.get(id)?.until ?? 0) < now)
      const found = new Map((await real.findAll({ ids: missing })).map((subject) => [subject.id, subject]))
      for (const id of missing) read.set(id, { subject: found.get(id), until: now + STALE_MS })
      return ids.flatMap((id) => read.get(id)?.subject ?? [])
    },
  }
}
