import { NOBODY } from '#lib/auth/caller.ts'
import { identify } from '#lib/auth/identify.ts'
import { encodeTracked, encodeUnreadable, type TrackedEvent } from '#lib/events/tracked-event.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { Delivered, Unreadable } from './delivered.ts'
import { describeCalls } from './describe-calls.ts'
import type { AckLevel } from './keep/event-keeper.ts'
import type { TrackerOptions } from './options.ts'
import type { DeviceProver } from './prove-devices.ts'
import { isRefusal, keyOf, readEvent, type Call, type RawEvent, type Refusal } from './read-event.ts'
import { ADMITTED, refuseUnproven, type Admission } from './write-keys/check-write-keys.ts'
import { keyOfBasic, withoutWriteKey } from './write-keys/find-write-key.ts'

/** What became of one event. */
export type Receipt =
  | { readonly result: 'ok' | 'duplicate'; readonly id: string }
  | ({ readonly result: 'invalid' | 'too-large'; readonly id: string | undefined } & Refusal)

/** What became of a call. */
export interface Taken {
  /** One for each event. */
  readonly receipts: readonly Receipt[]
  /** How safe it is; undefined where there was nothing to keep. */
  readonly ack: AckLevel | undefined
  /** Headers that its answer has in the place of those for pages of all sites. */
  readonly cors: Admission['cors']
}

/** The tracker's one way into the stream, whatever the endpoint. */
export interface Intake {
  /**
   * Checks events and keeps the good ones, all in one append; resolves when they are safe.
   *
   * @throws {ProblemError} where the call is not let in; nothing of it is kept then.
   */
  take(delivered: Delivered, events: readonly (RawEvent | undefined)[]): Promise<Taken>
}

// So much of what nobody can read is kept for a human, in characters.
const BURIED_LENGTH_MAX = 65_536

/** Opens the way into the stream. */
export function openIntake(options: TrackerOptions): Intake {
  const { keeper, identifier, proveDevice, writeKeys, limits, metrics } = options
  const describe = describeCalls(options)
  const count = openEventCount(metrics)
  const acks = metrics.counter('push_tracker_ack_total', 'Successful answers by how safe the events are', [
    'level',
  ])
  const countAck = { stream: acks.series({ level: 'stream' }), spool: acks.series({ level: 'spool' }) }

  // At once for calls without a key, and for keys that were seen before; only what must be waited for is awaited.
  function personOf(raw: RawEvent, { device }: TrackedEvent, call: Call): ReturnType<DeviceProver> {
    const key = keyOf(raw) ?? call.deviceKey
    return device === undefined || key === undefined ? undefined : proveDevice(device, key)
  }

  function keep(event: TrackedEvent, batch: Batch): Receipt {
    const { id } = event
    // As enrich has it: one event is one id of one device, from one source.
    const key = `${id} ${event.device ?? ''}`
    if (batch.keys.has(key)) return { result: 'duplicate', id }
    const value = encodeTracked(event)
    if (isLonger(value, limits.eventBytesMax)) {
      const reason = `must be at most ${limits.eventBytesMax} bytes`
      return { result: 'too-large', id, field: 'event', reason }
    }
    batch.keys.add(key)
    batch.values.push(value)
    return { result: 'ok', id }
  }

  return {
    async take(delivered, brought) {
      const { phone, protocol } = delivered
      const authorization = phone === undefined ? delivered.request.headers.get('authorization') : null
      const basicKey =
        writeKeys === undefined || authorization === null ? undefined : keyOfBasic(authorization)
      const caller =
        authorization === null || basicKey !== undefined ? NOBODY : await identify(authorization, identifier)
      const {
        keyId: writeKeyId,
        cors,
        mustProve,
      } = writeKeys === undefined || caller.role === 'service'
        ? ADMITTED
        : writeKeys.admit({ delivered, events: brought, basicKey })
      const raws = writeKeys === undefined ? brought : brought.map((raw) => raw && withoutWriteKey(raw))
      const call = describe(delivered, { caller, writeKeyId })
      const batch: Batch = { values: [], keys: new Set() }
      const receipts: Receipt[] = []
      let isProven = false
      for (const raw of raws) {
        const event = raw === undefined ? NO_OBJECT : readEvent(raw, call)
        const proof = raw === undefined || isRefusal(event) ? undefined : personOf(raw, event, call)
        const person = proof instanceof Promise ? await proof : proof
        if (person !== undefined) isProven = true
        const receipt = isRefusal(event)
          ? refuse(raw, event)
          : keep(person === undefined ? event : { ...event, person }, batch)
        if (phone !== undefined && 'reason' in receipt) {
          const reason = `"${receipt.field}" ${receipt.reason}`
          batch.values.push(buried({ reason, body: JSON.stringify(raw) }, call))
        }
        receipts.push(receipt)
      }
      for (const each of phone?.unreadable ?? []) batch.values.push(buried(each, call))
      if (mustProve && !isProven) {
        if (batch.keys.size > 0) throw refuseUnproven()
        // Nothing in it can be proven, now or when it comes again: the phone is to let go of it, and nobody vouches for it.
        batch.values.length = 0
      }
      const ack = batch.values.length > 0 ? await keeper.keep(batch.values) : undefined
      if (ack !== undefined) countAck[ack]()
      // Only now: what could not be kept comes again, and would count twice.
      for (const { result } of receipts) count(protocol, result)
      for (let at = 0; at < (phone?.unreadable.length ?? 0); at += 1) count(protocol, 'unreadable')
      return { receipts, ack, cors }
    },
  }
}

function buried({ reason, body }: Unreadable, { receivedAt, protocol, source }: Call): string {
  return encodeUnreadable({ reason, body: body.slice(0, BURIED_LENGTH_MAX), receivedAt, protocol, source })
}

function refuse(raw: RawEvent | undefined, refusal: Refusal): Receipt {
  return { result: 'invalid', id: typeof raw?.id === 'string' ? raw.id : undefined, ...refusal }
}

const NO_OBJECT: Refusal = { field: 'event', reason: 'must be a JSON object' }

function openEventCount(
  metrics: Metrics,
): (protocol: string, outcome: Receipt['result'] | 'unreadable') => void {
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

interface Batch {
  readonly values: string[]
  readonly keys: Set<string>
}

// Letters of the largest kind take three bytes of UTF-8 for each unit of UTF-16: most texts need not be measured.
const UNIT_BYTES_MAX = 3

function isLonger(text: string, bytesMax: number): boolean {
  return text.length * UNIT_BYTES_MAX > bytesMax && Buffer.byteLength(text) > bytesMax
}
