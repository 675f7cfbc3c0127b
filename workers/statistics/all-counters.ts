import type { Counter } from './counter.ts'
import { eventCounter } from './event-counter.ts'

/** Every counter there is. */
export const allCounters: readonly Counter[] = [eventCounter]
