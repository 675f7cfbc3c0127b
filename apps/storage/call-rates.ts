import type { Context } from 'hono'
import type { AppEnv } from '#lib/http/app-env.ts'
import type { FrontEnd } from '#lib/http/front-end.ts'
import { countedNetwork } from '#lib/http/counted-network.ts'
import { OWN_HOPS } from '#lib/http/request-ip.ts'
import { timeOfId } from '#lib/ids/time-of-id.ts'
import { openRates, type Rates } from '#lib/rates/open-rates.ts'
import { takeAll, type Cost } from '#lib/rates/take-all.ts'
import { tooManyCalls } from '#lib/rates/too-many-calls.ts'

/** How many lists people read, and how many searches and offers they create; 0: no limit. */
export interface CallLimits {
  /** From one address, without a token. */
  readonly strangerListsPerMinute: number
  readonly personListsPerMinute: number
  /** Of a person; of all people at one address five times as many. */
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
   * Takes what a new search or offer costs, of all limits or of none. Call it after the checks: what is refused costs nothing.
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
/** A household, a school or a network of phones is behind one address: one person must not use up what all of them have. */
const PEOPLE_AT_ADDRESS = 5

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
  const creationsAt = ratesOf((applied?.personCreationsPerHour ?? 0) * PEOPLE_AT_ADDRESS, HOUR_SECONDS)
  const newAccounts = ratesOf(applied?.newAccountCreationsPerHour, HOUR_SECONDS)

  /** What a creation costs. The address is read at once: it is gone when the answer is sent. */
  function creationCost(c: Context<AppEnv>): Cost {
    const caller = c.get('caller')
    if (caller.role !== 'person') return []
    return [
      ...(isNew(caller.person) ? costOf(newAccounts, () => caller.person) : []),
      ...costOf(creations, () => caller.person),
      ...costOf(creationsAt, () => countedNetwork(c, hops)),
    ]
  }

  return {
    takeList(c) {
      const caller = c.get('caller')
      if (caller.role === 'public') refuseFor(takeAll(costOf(strangerLists, () => countedNetwork(c, hops))))
      if (caller.role === 'person') refuseFor(takeAll(costOf(personLists, () => caller.person)))
    },
    takeCreation: (c) => refuseFor(takeAll(creationCost(c))),
    takerOf(c) {
      const cost = creationCost(c)
      return () => takeAll(cost) === 0
    },
  }
}

function costOf(rates: Rates | undefined, key: () => string): Cost {
  return rates === undefined ? [] : [[rates, key()]]
}

function refuseFor(seconds: number): void {
  if (seconds > 0) throw tooManyCalls(seconds)
}

/** A whole burst of the limit at once, which fills again within the time. */
function ratesOf(limit = 0, seconds: number): Rates | undefined {
  if (limit === 0) return undefined
  return openRates({ ratePerSecond: limit / seconds, burst: limit }, { keysMax: KEYS_MAX })
}

function isNew(person: string): boolean {
  const madeAt = timeOfId(person)
  return madeAt !== undefined && Date.now() - madeAt < NEW_MS
}
