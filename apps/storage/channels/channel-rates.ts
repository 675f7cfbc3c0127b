import { openRates } from '#lib/rates/open-rates.ts'
import { tooManyCalls } from '#lib/rates/too-many-calls.ts'

/**
 * Takes what a write of a person costs.
 *
 * @throws {ProblemError} 429 when the person wrote too much.
 */
export type TakeWrite = (person: string, cost: keyof typeof COSTS) => void

// More people than can write while a bucket fills.
const PEOPLE_MAX = 20_000

/** Messages of one person: 30 in a minute, 20 at once. To open a channel costs as much as five. */
const RATE = { ratePerSecond: 0.5, burst: 20 }
const COSTS = { message: 1, channel: 5 } as const

/** Opens the rates of writes in channels. */
export function openChannelRates(): TakeWrite {
  const rates = openRates(RATE, { keysMax: PEOPLE_MAX })

  return function takeWrite(person, cost) {
    const seconds = rates.take([person], COSTS[cost])
    if (seconds > 0) throw tooManyCalls(seconds)
  }
}
