import type { Caller } from '#lib/auth/caller.ts'
import { openRates } from '#lib/rates/open-rates.ts'
import { tooManyCalls } from '#lib/rates/too-many-calls.ts'

/**
 * Takes what a report costs.
 *
 * @throws {ProblemError} 429 when this person, or somebody without an account at this address, reported too much.
 */
export type TakeReport = (caller: Caller, network: string) => void

const HOUR_SECONDS = 3_600
// More than can report while a bucket fills.
const KEYS_MAX = 20_000

/** Reports without an account, from one address: 20 in an hour, 5 at once. */
const STRANGERS = { ratePerSecond: 20 / HOUR_SECONDS, burst: 5 }
/** Reports of one person: 60 in an hour, 20 at once. */
const PEOPLE = { ratePerSecond: 60 / HOUR_SECONDS, burst: 20 }

/** Opens the rates of reports. Operators and other stations have none. */
export function openReportRates(): TakeReport {
  const strangers = openRates(STRANGERS, { keysMax: KEYS_MAX })
  const people = openRates(PEOPLE, { keysMax: KEYS_MAX })

  function take(caller: Caller, network: string): number {
    if (caller.role === 'public') return strangers.take([network])
    return caller.role === 'person' ? people.take([caller.person]) : 0
  }

  return function takeReport(caller, network) {
    const seconds = take(caller, network)
    if (seconds > 0) throw tooManyCalls(seconds)
  }
}
