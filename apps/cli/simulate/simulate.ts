import type { City } from '#lib/cities/city.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { untilAborted } from '#lib/time/until-aborted.ts'
import { reach } from '../reach.ts'
import { carrySubject, switchOff, type Carried } from './carry-subject.ts'
import { countMatches } from './count-matches.ts'
import { eachAtOnce } from './each-at-once.ts'
import { openPerson, type Person } from './open-person.ts'
import { pace } from './pace.ts'
import { planPhone, type PhonePlan } from './plan-phone.ts'
import { registerPhone } from './register-phone.ts'
import { openTally, type Tally, type TallyReading } from './tally.ts'

/** Which phones walk where, for how long. */
export interface SimulateOptions {
  /** Front end of the platform, where every station is reachable by path. */
  readonly url: string
  readonly city: City
  readonly devices: number
  readonly speedKmh: number
  /** Time from one ping of a phone to its next. */
  readonly intervalMs: number
  /** How long they walk; Infinity until the signal. */
  readonly durationMs: number
  /** The same seed gives the same people on the same ways. */
  readonly seed: number
  /** Leaves searches and offers on at the end. */
  readonly isKeeping: boolean
  /** Ends it early, and cleanly. */
  readonly signal: AbortSignal
  /** Called a few times a second. */
  readonly onProgress?: (progress: Progress) => void
}

/** How it goes. */
export interface Progress extends TallyReading {
  /** Phones that are ready. */
  readonly ready: number
  readonly devices: number
  readonly seconds: number
}

/** How it went. */
export interface Summary extends TallyReading {
  readonly devices: number
  /** How long they walked. */
  readonly seconds: number
  /** Matches that began meanwhile; undefined when they could not be counted, or there are too many searches to ask for. */
  readonly matches: number | undefined
  /** Searches and offers that could not be switched off. */
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
 * Lets phones walk through a city, each of a person of its own who searches or offers something.
 *
 * @throws {VerbError} when the platform cannot be reached, or does not let them in.
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
    // In the order of their numbers, whichever was ready first: the same seed gives the same rhythm.
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

// Nothing is written yet: Ctrl-C need not wait for a platform that does not answer.
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
    // Read to its end, so that the connection can be used again.
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
  return `answered ${status}, more pings than the tracker lets pass (${limits}): again in ${headers.get('retry-after')} s`
}

async function matchesOf(phones: readonly Phone[], sinceMs: number): Promise<number | undefined> {
  // Each match has one search, so that it is counted once.
  const searching = phones.filter(({ carried }) => carried.kind === 'searches')
  if (searching.length > ASKED_FOR_MATCHES_MAX) return undefined
  let count = 0
  try {
    await eachAtOnce(searching, { atOnce: PREPARED_AT_ONCE }, async ({ person, carried }) => {
      // Not in one expression: that would add to what the count was before the answer came.
      const own = await countMatches(person, carried, sinceMs)
      count += own
    })
    return count
  } catch {
    // The count is an extra: the walk itself went as the rest of the summary says.
    return undefined
  }
}

async function switchAllOff(phones: readonly Phone[]): Promise<number> {
  let leftOn = 0
  await eachAtOnce(phones, { atOnce: PREPARED_AT_ONCE }, async ({ person, carried }) => {
    try {
      await switchOff(person, carried)
    } catch {
      // The others are still to be switched off; how many were not is told at the end.
      leftOn += 1
    }
  })
  return leftOn
}
