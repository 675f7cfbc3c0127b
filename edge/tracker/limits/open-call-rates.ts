import { LRUCache } from 'lru-cache'
import { DEVICE_ID_LENGTH_MAX } from '#lib/events/device-id.ts'
import { ProblemError } from '#lib/http/problem.ts'
import type { TrackerLimits } from '../options.ts'
import type { RawEvent, Refusal } from '../read-event.ts'
import type { Admission } from '../write-keys/create-write-key-check.ts'
import type { ClientAddress } from './client-addresses.ts'
import type { CountRefusal } from './count-refusals.ts'
import { fullBucket, secondsUntil, type Bucket, type Rate } from '#lib/rates/token-bucket.ts'

/** The parts of a call that matter for its rate. */
export interface RatedCall {
  readonly events: readonly (RawEvent | Refusal)[]
  /** Number of unreadable parts in addition to the events. */
  readonly unreadableCount: number
  readonly address: ClientAddress
  /** A write key has a rate of its own, which replaces the rate of the address. */
  readonly admission: Admission
}

/**
 * Takes tokens for the events of a call: from its write key or address, and from each device.
 *
 * @throws {ProblemError} 429 if one of them has too few; then no tokens are taken.
 */
export type TakeRates = (call: RatedCall) => void

// More devices than can call while a bucket fills: an evicted bucket was full, or its caller has so many addresses that one more
// full bucket does not matter.
const REMEMBERED_DEVICES_MAX = 50_000

/** The rate of one address. Its burst is the amount of one second. */
export function addressRate({ ipEventsPerSecond }: TrackerLimits): Rate {
  return { ratePerSecond: ipEventsPerSecond, burst: ipEventsPerSecond }
}

/** Opens the rates of calls. A rate of 0 is not limited. */
export function openCallRates(limits: TrackerLimits, countRefusal: CountRefusal): TakeRates {
  const ofAddress = addressRate(limits)
  const ofDevice = { ratePerSecond: limits.deviceEventsPerSecond, burst: limits.deviceEventsBurst }
  const devices = new LRUCache<string, Bucket>({ max: REMEMBERED_DEVICES_MAX })

  function bucketOf(owner: string, device: string, nowMs: number): Bucket {
    const name = `${owner} ${device}`
    let bucket = devices.get(name)
    if (bucket === undefined) devices.set(name, (bucket = fullBucket(ofDevice, nowMs)))
    return bucket
  }

  function checkDevice(bucket: Bucket, count: number, nowMs: number): void {
    const seconds = secondsUntil(bucket, ofDevice, { count, nowMs })
    if (seconds > 0) throw refuse({ reason: 'device_rate', of: 'of one device', rate: ofDevice, seconds })
  }

  function refuse({ reason, of, rate, seconds }: TooMany): ProblemError {
    countRefusal(reason)
    const detail = `More than ${rate.ratePerSecond} events per second came ${of}; nothing of this call was kept`
    const headers = { 'retry-after': String(Math.ceil(seconds)) }
    return new ProblemError({ status: 429, code: 'too_many_events', detail, headers })
  }

  function takeOfDevices(events: RatedCall['events'], owner: string, nowMs: number): void {
    // All devices are checked before tokens are taken from any.
    const counts = new Map<Bucket, number>()
    for (const event of events) {
      const device = deviceOf(event)
      if (device === undefined) continue
      const bucket = bucketOf(owner, device, nowMs)
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1)
    }
    for (const [bucket, count] of counts) checkDevice(bucket, count, nowMs)
    for (const [bucket, count] of counts) bucket.tokens -= count
  }

  function takeOfDevice(event: RawEvent | Refusal, owner: string, nowMs: number): void {
    const device = deviceOf(event)
    if (device === undefined) return
    const bucket = bucketOf(owner, device, nowMs)
    checkDevice(bucket, 1, nowMs)
    bucket.tokens -= 1
  }

  return function take({ events, unreadableCount, address, admission }) {
    const { key } = admission
    const nowMs = performance.now()
    const count = events.length + unreadableCount
    const rate = key === undefined ? ofAddress : key.rate
    const bucket = rate.ratePerSecond === 0 ? undefined : (key ?? address).bucket
    const seconds = bucket === undefined ? 0 : secondsUntil(bucket, rate, { count, nowMs })
    if (seconds > 0) {
      throw key === undefined
        ? refuse({ reason: 'address_rate', of: 'from this address', rate, seconds })
        : refuse({ reason: 'rate', of: 'with this write key', rate, seconds })
    }
    if (ofDevice.ratePerSecond > 0) {
      const owner = key?.id ?? address.subscriber
      const [first] = events
      if (first !== undefined && events.length === 1) takeOfDevice(first, owner, nowMs)
      else takeOfDevices(events, owner, nowMs)
    }
    if (bucket !== undefined) bucket.tokens -= count
  }
}

interface TooMany {
  readonly reason: 'rate' | 'address_rate' | 'device_rate'
  readonly of: string
  readonly rate: Rate
  readonly seconds: number
}

// An invalid device has no rate here: `readEvent()` refuses the event, or it is kept without a device.
function deviceOf(event: RawEvent | Refusal): string | undefined {
  if (!('device' in event)) return undefined
  const { device } = event
  if (typeof device === 'number') return String(device)
  return typeof device === 'string' && device.length <= DEVICE_ID_LENGTH_MAX ? device : undefined
}
