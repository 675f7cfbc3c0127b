import type { Counter } from './counter.ts'
import { eventCounter } from './event-counter.ts'

/** All counters. */
export const allCounters: readonly Counter[] = [eventCounter]
