import type { Context } from 'hono'
import { personOf } from '#lib/auth/caller.ts'
import type { AppEnv } from '#lib/http/app-env.ts'
import { NO_FRONT_END, type FrontEnd } from '#lib/http/front-end.ts'
import { knownNetwork } from '#lib/http/counted-network.ts'
import { OWN_HOPS } from '#lib/http/request-ip.ts'
import { openRates } from '#lib/rates/open-rates.ts'
import { takeAll } from '#lib/rates/take-all.ts'
import { tooManyCalls } from '#lib/rates/too-many-calls.ts'

/**
 * Takes what a preview costs its caller. Services have no rate.
 *
 * @throws {ProblemError} 429 when a person or an address asks too often.
 */
export type TakePreview = (c: Context<AppEnv>) => void

/** One person, or an address without a sign-in: 30 at once, as a form asks while somebody fills it in, and one a second. */
const ONE = { ratePerSecond: 1, burst: 30 }
/** All people of one address together. */
const ADDRESS = { ratePerSecond: 4, burst: 120 }
// More than can call while a bucket fills.
const CALLERS_MAX = 20_000

/** Opens the rates of previews. */
export function openPreviewRates({ trustedHops }: FrontEnd = NO_FRONT_END): TakePreview {
  const ones = openRates(ONE, { keysMax: CALLERS_MAX })
  const addresses = openRates(ADDRESS, { keysMax: CALLERS_MAX })

  return function takePreview(c) {
    const caller = c.get('caller')
    if (caller.role === 'service') return
    const address = knownNetwork(c, trustedHops + OWN_HOPS)
    const person = personOf(caller)
    const seconds = takeAll([
      [ones, person === undefined ? `address ${address ?? 'unknown'}` : `person ${person}`],
      // People of whom no address is known do not share a limit.
      ...(address === undefined ? [] : [[addresses, address] as const]),
    ])
    if (seconds > 0) throw tooManyCalls(seconds)
  }
}
