import type { City } from '#lib/cities/city.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { eachAtOnce } from '#lib/loop/each-at-once.ts'
import { untilAborted } from '#lib/time/until-aborted.ts'
import { reach } from '../reach.ts'
import { carrySubject, switchOff, type Carried } from './carry-subject.ts'
import { countMatches } from './count-matches.ts'
import { openPerson, type Person } from './open-person.ts'
import { pace } from './pace.ts'
import { planPhone, type PhonePlan } from './plan-phone.ts'
import { registerPhone } from './register-phone.ts'
import { openTally, type Tally, type TallyReading } from './tally.ts'

/** Options of `simulate()`. */
export interface SimulateOptions {
  /** Front end of the platform, which serves every station by path. */
  readonly url: string
  readonly city: City
  readonly devices: number
  readonly speedKmh: number
  /** Time between two pings of a phone. */
  readonly intervalMs: number
  /** Duration of the walk; Infinity: until the signal aborts. */
  readonly durationMs: number
  /** The same seed gives the same people on the same routes. */
  readonly seed: number
  /** True keeps the searches and offers active at the end. */
  readonly isKeeping: boolean
  /** Ends the walk early; the searches and offers are then deactivated too, unless `isKeeping`. */
  readonly signal: AbortSignal
  /** Called a few times a second. */
  readonly onProgress?: (progress: Progress) => void
}

/** The progress of a simulation. */
export interface Progress extends TallyReading {
  /** Phones that are ready. */
  readonly ready: number
  readonly devices: number
  readonly seconds: number
}

/** The result of a simulation. */
export interface Summary extends TallyReading {
  readonly devices: number
  /** Duration of the walk. */
  readonly seconds: number
  /** Matches that began during the simulation; undefined if the count failed or there are too many searches to query. */
  readonly matches: number | undefined
  /** Searches and offers that could not be deactivated. */
  readonly leftOn: number
}

interface Phone {
  readonly index: number
  readonly plan: PhonePlan
  readonly person: Person
  readonly key: string
  readonly carried: Carried
}

const PREPARED_AT_ONCE = 8
const PINGS_AT_ONCE_MAX = 128
const ASKED_FOR_MATCHES_MAX = 200
const PROGRESS_EVERY_MS = 250
const SECOND_MS = 1_000
const TOO_MANY = 429

/**
 * Simulates phones that walk through a city. Each phone belongs to its own person, who searches or offers something.
 *
 * @throws {VerbError} when the platform cannot be reached or refuses the development login.
 */
export async function simulate(options: SimulateOptions): Promise<Summary> {
  const { devices, intervalMs, durationMs, signal, isKeeping, onProgress } = options
  const startedAt = Date.now()
  const tally = openTally()
  const phones: Phone[] = []
  let walkingSince: number | undefined
  const seconds = () => (walkingSince === undefined ? 0 : (performance.now() - walkingSince) / SECOND_MS)
  const timer = setInterval(
    () => onProgress?.({ ...tally.read(), ready: phones.length, devices, seconds: seconds() }),
    PROGRESS_EVERY_MS,
  )
  let walked = 0
  let matches: number | undefined
  let leftOn = 0
  try {
    if (!(await answers(options)))
      return { ...tally.read(), devices: 0, seconds: 0, matches: undefined, leftOn }
    const indexes = Array.from({ length: devices }, (_, index) => index)
    await eachAtOnce(indexes, { atOnce: PREPARED_AT_ONCE, signal }, async (index) => {
      phones.push(await prepare(index, options))
    })
    // Phones become ready in any order. Sort them by index, so the same seed gives the same order of pings.
    phones.sort((a, b) => a.index - b.index)
    walkingSince = performance.now()
    await pace({
      items: phones,
      intervalMs,
      durationMs,
      atOnceMax: PINGS_AT_ONCE_MAX,
      signal,
      work: (phone) => ping(phone, options, tally),
    })
    walked = seconds()
    matches = await matchesOf(phones, startedAt)
  } finally {
    clearInterval(timer)
    if (!isKeeping) leftOn = await switchAllOff(phones)
  }
  return { ...tally.read(), devices: phones.length, seconds: walked, matches, leftOn }
}

// Nothing is written yet, so Ctrl-C does not wait for a platform that does not answer.
async function answers({ url, signal }: SimulateOptions): Promise<boolean> {
  try {
    await untilAborted(reach(`${url}/livez`), signal)
    return true
  } catch (error) {
    if (signal.aborted) return false
    throw error
  }
}

async function prepare(index: number, options: SimulateOptions): Promise<Phone> {
  const plan = planPhone(index, options)
  const person = openPerson(options.url, plan.person)
  const key = await registerPhone(person, plan)
  return { index, plan, person, key, carried: await carrySubject(person, plan) }
}

async function ping({ plan, key }: Phone, { url, intervalMs }: SimulateOptions, tally: Tally): Promise<void> {
  const { lat, lng } = plan.walk.advance((plan.speedMetersPerSecond * intervalMs) / SECOND_MS)
  const query = new URLSearchParams({ di: plan.device, lt: lat.toFixed(6), lg: lng.toFixed(6), a: '5' })
  const sentAt = performance.now()
  try {
    const response = await reach(`${url}/t/geo?${query.toString()}`, { headers: { 'push-device-key': key } })
    // Read the whole body, so that the connection can be reused.
    await response.arrayBuffer()
    if (response.ok) tally.answered(performance.now() - sentAt)
    else tally.failed(reasonOf(response))
  } catch (error) {
    tally.failed(messageOf(error))
  }
}

function reasonOf({ status, headers }: Response): string {
  if (status !== TOO_MANY) return `answered ${status}`
  const limits = 'DEVICE_EVENTS_PER_SECOND, IP_EVENTS_PER_SECOND'
  return `answered ${status}, more pings than the tracker accepts (${limits}): retry in ${headers.get('retry-after')} s`
}

async function matchesOf(phones: readonly Phone[], sinceMs: number): Promise<number | undefined> {
  // Each match has exactly one search, so counting by search counts each match once.
  const searching = phones.filter(({ carried }) => carried.kind === 'searches')
  if (searching.length > ASKED_FOR_MATCHES_MAX) return undefined
  let count = 0
  try {
    await eachAtOnce(searching, { atOnce: PREPARED_AT_ONCE }, async ({ person, carried }) => {
      // Not `count += await …`: that would add to the value that `count` had before the await.
      const own = await countMatches(person, carried, sinceMs)
      count += own
    })
    return count
  } catch {
    // The count is optional: the rest of the summary is valid without it.
    return undefined
  }
}

async function switchAllOff(phones: readonly Phone[]): Promise<number> {
  let leftOn = 0
  await eachAtOnce(phones, { atOnce: PREPARED_AT_ONCE }, async ({ person, carried }) => {
    try {
      await switchOff(person, carried)
    } catch {
      // Continue with the others. The summary reports how many failed.
      leftOn += 1
    }
  })
  return leftOn
}
