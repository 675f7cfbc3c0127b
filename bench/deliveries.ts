import { processEnvironment } from '#lib/config/process-environment.ts'
import { benchFolder } from './bench-folder.ts'
import type { Bench, Figure } from './bench.ts'
import { startGround, type Ground } from './deliveries/ground.ts'
import { measureGuardedRate } from './deliveries/guarded-rate.ts'
import { measureNoticeTimes } from './deliveries/notice-times.ts'
import { measureOutage } from './deliveries/outage.ts'
import { measurePushRate } from './deliveries/push-rate.ts'
import { wantedStores } from './matching/wanted-stores.ts'

const PARTS: Readonly<Record<string, (ground: Ground) => Promise<Figure[]>>> = {
  webpush: measurePushRate,
  onesignal: measureGuardedRate,
  notices: measureNoticeTimes,
  outage: measureOutage,
}

/** How fast one process of notifications rings, and what it takes. */
export const deliveries: Bench = {
  name: 'deliveries',
  about:
    'pushes per second of one process of notifications, its limit of OneSignal, its memory, and milliseconds from a notice to the request at the provider; on SQLite, and on MongoDB and Kafka',
  async measure() {
    const figures: Figure[] = []
    for (const store of wantedStores()) {
      await using ending = new AsyncDisposableStack()
      const folder = benchFolder()
      ending.defer(folder.remove)
      const ground = await startGround(store, folder.path, ending)
      for (const [part, measure] of wantedParts()) {
        console.error(`  ${part}, ${ground.about}`)
        figures.push(...(await measure(ground)))
      }
    }
    return figures
  },
}

/** All parts, or those that `BENCH_DELIVERIES_PARTS` names. */
function wantedParts() {
  const { BENCH_DELIVERIES_PARTS: only = '' } = processEnvironment()
  return Object.entries(PARTS).filter(([name]) => only === '' || only.split(',').includes(name))
}
