import { LRUCache } from 'lru-cache'
import { NOBODY, type Caller } from '#lib/auth/caller.ts'
import { identify } from '#lib/auth/identify.ts'
import { readTime } from '#lib/events/corrected-time.ts'
import { serviceSource } from '#lib/events/event.ts'
import { encodeTracked, type TrackedEvent } from '#lib/events/tracked-event.ts'
import { newId } from '#lib/ids/new-id.ts'
import { applyIpPolicy, clientIp } from '#lib/privacy/client-ip.ts'
import { childContext, formatTraceparent, parseTraceparent } from '#lib/telemetry/trace-context.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { TrackerOptions } from './options.ts'
import type { DeviceProver } from './prove-devices.ts'
import { isRefusal, keyOf, readEvent, type Call, type RawEvent, type Refusal } from './read-event.ts'

/** What became of one event. */
export type Receipt =
  | { readonly result: 'ok' | 'duplicate'; readonly id: string }
  | ({ readonly result: 'invalid' | 'too-large'; readonly id: string | undefined } & Refusal)

/** The tracker's one way into the stream, whatever the endpoint. */
export interface Intake {
  /** Checks events and keeps the good ones, all in one append; resolves when they are safe. */
  take(delivery: Delivered, events: readonly (RawEvent | undefined)[]): Promise<Receipt[]>
}

/** A call that brought events. */
export interface Delivered {
  readonly request: Request
  readonly peerIp: string | undefined
  /** Name of the endpoint in metrics and in `meta.protocol`. */
  readonly protocol: string
  /** The client's clock, where it told. */
  readonly sentAt?: unknown
}

const REMEMBERED_ADDRESSES_MAX = 20_000

/** Header in which a device proves itself. */
export const DEVICE_KEY_HEADER = 'push-device-key'

/** Opens the way into the stream. */
export function openIntake(options: TrackerOptions): Intake {
  const { stream, identifier, proveDevice, name, pod, limits, ipPolicy, trustedHops, metrics } = options
  const count = openEventCount(metrics)
  const countAck = metrics
    .counter('push_tracker_ack_total', 'Successful answers by how safe the events are', ['level'])
    .series({ level: 'stream' })
  const trackerSource = `/tracker/${name}`

  const addresses = new LRUCache<string, { readonly stored: string | undefined }>({
    max: REMEMBERED_ADDRESSES_MAX,
  })

  // The same phones call again and again: an address is read once.
  function storedIp(peer: string | undefined, forwardedFor: string | undefined): string | undefined {
    const key = forwardedFor === undefined ? (peer ?? '') : `${peer} ${forwardedFor}`
    const known = addresses.get(key)
    if (known !== undefined) return known.stored
    const stored = applyIpPolicy(clientIp({ peer, forwardedFor, trustedHops }), ipPolicy)
    addresses.set(key, { stored })
    return stored
  }

  function describeCall({ request: { headers }, peerIp, protocol, sentAt }: Delivered, caller: Caller): Call {
    const trace = headers.get('traceparent')
    const context = trace === null ? undefined : parseTraceparent(trace)
    const forwardedFor = trustedHops > 0 ? (headers.get('x-forwarded-for') ?? undefined) : undefined
    return {
      receivedAt: Date.now(),
      sentAt: readTime(sentAt),
      protocol,
      pod,
      source: caller.role === 'service' ? serviceSource(caller.service) : trackerSource,
      ip: storedIp(peerIp, forwardedFor),
      userAgent: headers.get('user-agent') ?? undefined,
      traceparent: context === undefined ? undefined : formatTraceparent(childContext(context)),
      deviceKey: headers.get(DEVICE_KEY_HEADER) ?? undefined,
      newId,
    }
  }

  // At once for calls without a key, and for keys that were seen before; only what must be waited for is awaited.
  function personOf(raw: RawEvent, { device }: TrackedEvent, call: Call): ReturnType<DeviceProver> {
    const key = keyOf(raw) ?? call.deviceKey
    return device === undefined || key === undefined ? undefined : proveDevice(device, key)
  }

  function keep(event: TrackedEvent, taken: Taken): Receipt {
    const { id } = event
    // As enrich has it: one event is one id of one device, from one source.
    const key = `${id} ${event.device ?? ''}`
    if (taken.keys.has(key)) return { result: 'duplicate', id }
    const value = encodeTracked(event)
    if (isLonger(value, limits.eventBytesMax)) {
      const reason = `must be at most ${limits.eventBytesMax} bytes`
      return { result: 'too-large', id, field: 'event', reason }
    }
    taken.keys.add(key)
    taken.values.push(value)
    return { result: 'ok', id }
  }

  return {
    async take(delivered, raws) {
      const authorization = delivered.request.headers.get('authorization')
      const caller = authorization === null ? NOBODY : await identify(authorization, identifier)
      const call = describeCall(delivered, caller)
      const taken: Taken = { values: [], keys: new Set() }
      const receipts: Receipt[] = []
      for (const raw of raws) {
        const event = raw === undefined ? NO_OBJECT : readEvent(raw, call)
        const proof = raw === undefined || isRefusal(event) ? undefined : personOf(raw, event, call)
        const person = proof instanceof Promise ? await proof : proof
        const receipt = isRefusal(event)
          ? refuse(raw, event)
          : keep(person === undefined ? event : { ...event, person }, taken)
        receipts.push(receipt)
      }
      if (taken.values.length > 0) {
        await stream.append(taken.values)
        countAck()
      }
      // Only now: what could not be kept comes again, and would count twice.
      for (const { result } of receipts) count(delivered.protocol, result)
      return receipts
    },
  }
}

function refuse(raw: RawEvent | undefined, refusal: Refusal): Receipt {
  return { result: 'invalid', id: typeof raw?.id === 'string' ? raw.id : undefined, ...refusal }
}

const NO_OBJECT: Refusal = { field: 'event', reason: 'must be a JSON object' }

function openEventCount(metrics: Metrics): (protocol: string, outcome: Receipt['result']) => void {
  const events = metrics.counter('push_tracker_events_total', 'Events by protocol and outcome', [
    'protocol',
    'outcome',
  ])
  const known = new Map<string, () => void>()
  return function count(protocol, outcome) {
    const key = `${protocol} ${outcome}`
    let series = known.get(key)
    if (series === undefined) known.set(key, (series = events.series({ protocol, outcome })))
    series()
  }
}

interface Taken {
  readonly values: string[]
  readonly keys: Set<string>
}

// Letters of the largest kind take three bytes of UTF-8 for each unit of UTF-16: most texts need not be measured.
const UNIT_BYTES_MAX = 3

function isLonger(text: string, bytesMax: number): boolean {
  return text.length * UNIT_BYTES_MAX > bytesMax && Buffer.byteLength(text) > bytesMax
}
