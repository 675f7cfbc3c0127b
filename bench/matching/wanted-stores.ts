import { processEnvironment } from '#lib/config/process-environment.ts'
import { STORES, type StoreName } from './filled-store.ts'

/** The stores to measure: all, or the one that `BENCH_MATCHING_STORE` names. */
export function wantedStores(): readonly StoreName[] {
  const { BENCH_MATCHING_STORE: only } = processEnvironment()
  const stores = STORES.filter((store) => only === undefined || only === '' || only === store)
  if (stores.length === 0)
    throw new Error(`Cannot bench BENCH_MATCHING_STORE "${only}": it is none of ${STORES.join(', ')}`)
  return stores
}
