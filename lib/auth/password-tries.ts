import { LRUCache } from 'lru-cache'
import { ProblemError } from '#lib/http/problem.ts'
import { truncateIp } from '#lib/privacy/truncate-ip.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'

/** Protects the admin's password from guessing: an address with too many wrong tries must wait, other addresses need not. */
export interface PasswordTries {
  /**
   * Makes a try for a client address, and counts it when it returns undefined.
   *
   * @throws {ProblemError} 429 after too many wrong tries; `make` is not called then.
   */
  attempt<Result>(address: string | undefined, make: () => Result | undefined): Result | undefined
}

/** Wrong passwords allowed per address and window. */
export const WRONG_MAX = 10
const WINDOW_MS = 60_000
const ADDRESSES_MAX = 10_000

/** Opens the counts of this process. */
export function openPasswordTries(metrics: Metrics, now: () => number = Date.now): PasswordTries {
  const counted = metrics.counter(
    'push_admin_password_tries_total',
    'Tries of the admin password that failed',
    ['outcome'],
  )
  const windows = new LRUCache<string, { wrong: number; readonly since: number }>({ max: ADDRESSES_MAX })

  function windowOf(key: string): { wrong: number; readonly since: number } {
    const known = windows.get(key)
    if (known !== undefined && now() < known.since + WINDOW_MS) return known
    return { wrong: 0, since: now() }
  }

  return {
    attempt(address, make) {
      const key = keyOf(address)
      const window = windowOf(key)
      if (window.wrong >= WRONG_MAX) {
        counted.inc({ outcome: 'refused' })
        throw tooOften(Math.ceil((window.since + WINDOW_MS - now()) / 1_000))
      }
      const result = make()
      if (result === undefined) {
        counted.inc({ outcome: 'wrong' })
        window.wrong += 1
        windows.set(key, window)
      }
      return result
    },
  }
}

// One client usually has a whole IPv6 network of addresses, so the network is counted.
function keyOf(address = ''): string {
  return (address.includes(':') ? truncateIp(address) : undefined) ?? address
}

function tooOften(seconds: number): ProblemError {
  return new ProblemError({
    status: 429,
    code: 'too_many_tries',
    detail: `Too many wrong passwords; the next try is possible in ${seconds} s`,
    headers: { 'retry-after': String(seconds) },
  })
}
