import { LRUCache } from 'lru-cache'
import { NOBODY } from '#lib/auth/caller.ts'
import { identify } from '#lib/auth/identify.ts'
import { readTime } from '#lib/events/corrected-time.ts'
import { serviceSource } from '#lib/events/event.ts'
import { encodeTracked } from '#lib/events/tracked-event.ts'
import { newId } from '#lib/ids/new-id.ts'
import { applyIpPolicy, clientIp } from '#lib/privacy/client-ip.ts'
import { childContext, formatTraceparent, parseTraceparent } from '#lib/telemetry/trace-context.ts'
import type { TrackerOptions } from './options.ts'
import { isRefusal, readEvent, type Call, type RawEvent, type Refusal } from './read-event.ts'

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
  const { stream, identifier, isProven, name, pod, limits, ipPolicy, trustedHops, metrics } = options
  const events = metrics.counter('push_tracker_events_total', 'Events by protocol and outcome', [
    'protocol',
    'outcome',
  ])
  const acks = metrics.counter('push_tracker_ack_total', 'Successful answers by how safe the events are', [
    'level',
  ])

  const addresses = new LRUCache<string, { readonly stored: string | undefined }>({
    max: REMEMBERED_ADDRESSES_MAX,
  })

  // The same phones call again and again: an address is read once.
  function storedIp(peer: string | undefined, forwardedFor: string | undefined): string | undefined {
    const key = `${peer} ${forwardedFor}`
    const known = addresses.get(key)
    if (known !== undefined) return known.stored
    const stored = applyIpPolicy(clientIp({ peer, forwardedFor, trustedHops }), ipPolicy)
    addresses.set(key, { stored })
    return stored
  }

  async function describeCall({ request: { headers }, peerIp, protocol, sentAt }: Delivered): Promise<Call> {
    const receivedAt = Date.now()
    const authorization = headers.get('authorization')
    const caller = authorization === null ? NOBODY : await identify(authorization, identifier)
    const callKey = headers.get(DEVICE_KEY_HEADER) ?? undefined
    const trace = parseTraceparent(headers.get('traceparent') ?? undefined)
    const forwardedFor = trustedHops > 0 ? (headers.get('x-forwarded-for') ?? undefined) : undefined
    return {
      receivedAt,
      sentAt: readTime(sentAt),
      protocol,
      pod,
      source: caller.role === 'service' ? serviceSource(caller.service) : `/tracker/${name}`,
      ip: storedIp(peerIp, forwardedFor),
      userAgent: headers.get('user-agent') ?? undefined,
      traceparent: trace === undefined ? undefined : formatTraceparent(childContext(trace)),
      isProven: (device, key) => isProven(device, key ?? callKey),
      newId,
    }
  }

  return {
    async take(delivered, raws) {
      const call = await describeCall(delivered)
      const values: string[] = []
      const seen = new Set<string>()
      const receipts: Receipt[] = []
      for (const raw of raws) {
        const receipt = await takeOne(raw, call, { values, seen, bytesMax: limits.eventBytesMax })
        receipts.push(receipt)
        events.inc({ protocol: delivered.protocol, outcome: receipt.result })
      }
      if (values.length > 0) await stream.append(values)
      acks.inc({ level: 'stream' })
      return receipts
    },
  }
}

interface Taken {
  readonly values: string[]
  readonly seen: Set<string>
  readonly bytesMax: number
}

async function takeOne(raw: RawEvent | undefined, call: Call, taken: Taken): Promise<Receipt> {
  if (raw === undefined)
    return { result: 'invalid', id: undefined, field: 'event', reason: 'must be a JSON object' }
  const event = await readEvent(raw, call)
  if (isRefusal(event))
    return { result: 'invalid', id: typeof raw.id === 'string' ? raw.id : undefined, ...event }
  if (taken.seen.has(event.id)) return { result: 'duplicate', id: event.id }
  const value = encodeTracked(event)
  if (Buffer.byteLength(value) > taken.bytesMax) {
    return {
      result: 'too-large',
      id: event.id,
      field: 'event',
      reason: `must be at most ${taken.bytesMax} bytes`,
    }
  }
  taken.seen.add(event.id)
  taken.values.push(value)
  return { result: 'ok', id: event.id }
}
