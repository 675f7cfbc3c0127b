import type { AppOptions } from '#lib/http/create-app.ts'
import type { CounterStore } from '#lib/store/counters.ts'
import type { Counter } from './counter.ts'

/** The dependencies of the API of workers/statistics. */
export interface StatisticsOptions extends AppOptions {
  readonly counters: readonly Counter[]
  readonly store: CounterStore
}
