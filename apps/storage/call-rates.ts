import type { Context } from 'hono'
import type { AppEnv } from '#lib/http/app-env.ts'
import type { FrontEnd } from '#lib/http/front-end.ts'
import { countedRequestIp, OWN_HOPS } from '#lib/http/request-ip.ts'
import { timeOfId } from '#lib/ids/time-of-id.ts'
import { subscriberOf } from '#lib/privacy/subscriber-of.ts'
import { openRates, type Rates } from '#lib/rates/open-rates.ts'
import { tooManyCalls } from '#lib/rates/too-many-calls.ts'

/** How many lists people read, and how many searches and offers they create; 0: no limit. */
export interface CallLimits {
  /** From one address, without a token. */
  readonly strangerListsPerMinute: number
  readonly personListsPerMinute: number
  /** Of a person, and of all people at one address. */
  readonly personCreationsPerHour: number
  /** Of a person whose account is younger than a week. */
  readonly newAccountCreationsPerHour: number
}

/** The rates of one process. Other stations, operators and the admin have none. */
export interface CallRates {
  /**
   * Takes what a list costs.
   *
   * @throws {ProblemError} 429 when the caller reads too many.
   */
  takeList(c: Context<AppEnv>): void
  /**
   * Takes what a new search or offer costs.
   *
   * @throws {ProblemError} 429 when the caller creates too many.
   */
  takeCreation(c: Context<AppEnv>): void
  /** What takes the cost of one more creation, for a call that makes many; false when the caller creates too many. */
  takerOf(c: Context<AppEnv>): () => boolean
}

/** Dependencies of the routes that have a rate. */
export interface RatePorts {
  readonly callRates: CallRates
}

const MINUTE_SECONDS = 60
const HOUR_SECONDS = 3_600
const NEW_MS = 7 * 24 * HOUR_SECONDS * 1_000
// More than can call while a bucket fills.
const KEYS_MAX = 50_000

/**
 * Opens the rates.
 *
 * @param limits without them, and where only this machine reaches the platform, nothing is limited
 */
export function openCallRates({
  limits,
  front,
}: {
  readonly limits?: CallLimits | undefined
  readonly front?: FrontEnd | undefined
}): CallRates {
  const hops = (front?.trustedHops ?? 0) + OWN_HOPS
  const applied = front?.isLocal === true ? undefined : limits
  const strangerLists = ratesOf(applied?.strangerListsPerMinute, MINUTE_SECONDS)
  const personLists = ratesOf(applied?.personListsPerMinute, MINUTE_SECONDS)
  const creations = ratesOf(applied?.personCreationsPerHour, HOUR_SECONDS)
  const newAccounts = ratesOf(applied?.newAccountCreationsPerHour, HOUR_SECONDS)

  // No person has an id with a space.
  const addressOf = (c: Context<AppEnv>) => `at ${subscriberOf(countedRequestIp(c, hops) ?? '') ?? 'unknown'}`

  /** Gives the seconds to wait before a creation; 0 takes its cost. The address is read at once: it is gone when the answer is sent. */
  function creationsOf(c: Context<AppEnv>): () => number {
    const caller = c.get('caller')
    if (caller.role !== 'person') return () => 0
    const { person } = caller
    const address = creations === undefined ? '' : addressOf(c)
    return () => {
      const seconds = isNew(person) ? (newAccounts?.take([person]) ?? 0) : 0
      return seconds > 0 ? seconds : (creations?.take([person, address]) ?? 0)
    }
  }

  return {
    takeList(c) {
      const caller = c.get('caller')
      if (caller.role === 'public') take(strangerLists, () => [addressOf(c)])
      if (caller.role === 'person') take(personLists, () => [caller.person])
    },
    takeCreation(c) {
      const seconds = creationsOf(c)()
      if (seconds > 0) throw tooManyCalls(seconds)
    },
    takerOf(c) {
      const take = creationsOf(c)
      return () => take() === 0
    },
  }
}

/** A whole burst of the limit at once, which fills again within the time. */
function ratesOf(limit = 0, seconds: number): Rates | undefined {
  if (limit === 0) return undefined
  return openRates({ ratePerSecond: limit / seconds, burst: limit }, { keysMax: KEYS_MAX })
}

function take(rates: Rates | undefined, keysOf: () => readonly string[]): void {
  const seconds = rates?.take(keysOf()) ?? 0
  if (seconds > 0) throw tooManyCalls(seconds)
}

function isNew(person: string): boolean {
  const madeAt = timeOfId(person)
  return madeAt !== undefined && Date.now() - madeAt < NEW_MS
}
