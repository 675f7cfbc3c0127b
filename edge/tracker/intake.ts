import { NOBODY } from '#lib/auth/caller.ts'
import { identify } from '#lib/auth/identify.ts'
import { identityOf } from '#lib/events/event-identity.ts'
import type { Params } from '#lib/events/event.ts'
import { isRecord } from '#lib/events/is-record.ts'
import { encodeTracked, encodeUnreadable, type TrackedEvent } from '#lib/events/tracked-event.ts'
import { hideKeys, mayHoldKey } from '#lib/privacy/hide-keys.ts'
import { isPrivate } from '#lib/privacy/privacy-request.ts'
import { cutText } from '#lib/text/cut-text.ts'
import type { Delivered, Unreadable } from './delivered.ts'
import { createCallDescriber } from './create-call-describer.ts'
import { openAckCount, openEventCount, type EventOutcome } from './event-count.ts'
import type { AckLevel } from './keep/event-keeper.ts'
import { openClientAddresses } from './limits/client-addresses.ts'
import { openRefusalCount } from './limits/count-refusals.ts'
import { openPrivacy } from './limits/open-privacy.ts'
import { addressRate, openRates } from './limits/open-rates.ts'
import type { TrackerOptions } from './options.ts'
import type { DeviceProver } from './create-device-prover.ts'
import {
  isRefusal,
  keyOf,
  readEvent,
  withoutKey,
  type Call,
  type RawEvent,
  type Refusal,
} from './read-event.ts'
import { ADMITTED, refuseUnproven } from './write-keys/create-write-key-check.ts'
import { keyOfBasic, namesApp, withoutWriteKey } from './write-keys/find-write-key.ts'

/** What became of one event. */
export type Receipt =
  | {
      readonly result: 'ok' | 'duplicate'
      /** As the client knows it. */
      readonly id: string
      /** The same of two receipts only where both are of one event. */
      readonly identity: string
      /** True where it was not kept, as PRIVACY_POLICY wants it: nobody is told. */
      readonly isDropped?: boolean
    }
  | ({ readonly result: 'invalid' | 'too-large'; readonly id: string | undefined } & Refusal)

/** What became of a call. */
export interface Taken {
  /** One for each event. */
  readonly receipts: readonly Receipt[]
  /** How safe it is; undefined where there was nothing to keep, `none` where nothing was to be kept. */
  readonly ack: AckLevel | 'none' | undefined
}

/** The tracker's one way into the stream, whatever the endpoint. */
export interface Intake {
  /**
   * Checks events and keeps the good ones, all in one append; resolves when they are safe.
   *
   * @throws {ProblemError} where the call is not let in; nothing of it is kept then.
   */
  take(delivered: Delivered, events: readonly (RawEvent | Refusal)[]): Promise<Taken>
}

// So much of what nobody can read is kept for a human, in characters.
const BURIED_LENGTH_MAX = 65_536

const NOTHING: readonly Unreadable[] = []

/** Opens the way into the stream. */
export function openIntake(options: TrackerOptions): Intake {
  const { keeper, identifier, proveDevice, writeKeys, limits, metrics, traces } = options
  const describe = createCallDescriber(options)
  const privacy = openPrivacy(options.privacyPolicy)
  const findAddress = openClientAddresses({ ...options, rate: addressRate(limits) })
  const takeRates = openRates(limits, openRefusalCount(metrics))
  const count = openEventCount(metrics)
  const countAck = openAckCount(metrics)

  // At once for calls without a key, and for keys that were seen before; only what must be waited for is awaited.
  function personOf(
    raw: RawEvent,
    { device }: TrackedEvent,
    call: Call,
  ): ReturnType<DeviceProver['personOf']> {
    const key = keyOf(raw) ?? call.deviceKey
    return device === undefined || key === undefined ? undefined : proveDevice.personOf(device, key)
  }

  function keep(read: TrackedEvent, batch: Batch): Receipt {
    const { id } = read
    const identity = identityOf(read)
    const event = batch.isOfService ? read : privacy.ofEvent(read, batch.isPrivate)
    if (event === undefined) return { result: 'ok', id, identity, isDropped: true }
    if (batch.keys.has(identity)) return { result: 'duplicate', id, identity }
    const value = encodeWithoutKeys(event)
    if (isLonger(value, limits.eventBytesMax)) {
      const reason = `must be at most ${limits.eventBytesMax} bytes`
      return { result: 'too-large', id, field: 'event', reason }
    }
    batch.keys.add(identity)
    batch.values.push(value)
    return { result: 'ok', id, identity }
  }

  /** Keeps a part of a report for a human; false where PRIVACY_POLICY lets nobody see it. */
  function bury(part: Unreadable, { receivedAt, protocol, source }: Call, batch: Batch): boolean {
    const shown = privacy.ofUnreadable(part, batch.isPrivate)
    if (shown === undefined) return false
    const reason = hideKeys(shown.reason)
    const body = cutText(hideKeys(shown.body), BURIED_LENGTH_MAX)
    batch.values.push(encodeUnreadable({ reason, body, receivedAt, protocol, source }))
    return true
  }

  function keepAll(request: Request, values: readonly string[]): Promise<AckLevel> {
    return traces === undefined
      ? keeper.keep(values)
      : traces.keep(request, values.length, () => keeper.keep(values))
  }

  return {
    async take(delivered, brought) {
      const { phone, protocol } = delivered
      const authorization = phone === undefined ? delivered.request.headers.get('authorization') : null
      const basicKey =
        writeKeys === undefined || authorization === null ? undefined : keyOfBasic(authorization)
      const isNobody =
        authorization === null || (writeKeys === undefined ? namesApp(authorization) : basicKey !== undefined)
      const caller = isNobody ? NOBODY : await identify(authorization, identifier)
      const isService = caller.role === 'service'
      const admission =
        writeKeys === undefined || isService
          ? ADMITTED
          : writeKeys.admit({ delivered, events: brought, basicKey })
      const { key: writeKey, mustProve } = admission
      const address = findAddress(delivered.peerIp, delivered.request.headers)
      const unreadable = phone?.unreadable ?? NOTHING
      if (!isService) takeRates({ events: brought, unreadableCount: unreadable.length, address, admission })
      const raws =
        writeKeys === undefined
          ? brought
          : brought.map((raw) => (isRefusal(raw) ? raw : withoutWriteKey(raw)))
      const call = describe(delivered, { caller, writeKeyId: writeKey?.id, address })
      const batch: Batch = {
        values: [],
        keys: new Set(),
        isPrivate: !isService && privacy.asks(delivered),
        isOfService: isService,
      }
      const receipts: Receipt[] = []
      let isProven = false
      for (const raw of raws) {
        const event = isRefusal(raw) ? raw : readEvent(raw, call)
        const proof = isRefusal(raw) || isRefusal(event) ? undefined : personOf(raw, event, call)
        const person = proof instanceof Promise ? await proof : proof
        if (person !== undefined) isProven = true
        const receipt = isRefusal(event)
          ? refuse(raw, event)
          : keep(person === undefined ? event : { ...event, person }, batch)
        if ('reason' in receipt && (phone !== undefined || isBuried(raw))) {
          const reason = `"${receipt.field}" ${receipt.reason}`
          const isAsking = !isService && !isRefusal(raw) && isPrivate(raw.params)
          bury({ reason, body: textOf(raw), isPrivate: isAsking }, call, batch)
        }
        receipts.push(receipt)
      }
      let fate: EventOutcome = 'unreadable'
      for (const part of unreadable) if (!bury(part, call, batch)) fate = 'dropped'
      if (mustProve && !isProven) {
        if (batch.keys.size > 0) throw refuseUnproven()
        // Nothing in it can be proven, now or when it comes again: the phone is to let go of it, and nobody vouches for it.
        batch.values.length = 0
      }
      const ack = batch.values.length > 0 ? await keepAll(delivered.request, batch.values) : undefined
      if (ack !== undefined) countAck[ack]()
      let isDropped = fate === 'dropped'
      // Only now: what could not be kept comes again, and would count twice.
      for (const receipt of receipts) {
        if ('isDropped' in receipt) isDropped = true
        count(protocol, 'isDropped' in receipt ? 'dropped' : receipt.result)
      }
      for (let at = 0; at < unreadable.length; at += 1) count(protocol, fate)
      return { receipts, ack: ack ?? (isDropped ? 'none' : undefined) }
    },
  }
}

function isBuried(raw: RawEvent | Refusal): boolean {
  return !isRefusal(raw) && (raw.isBuriedIfRefused ?? false)
}

/** The text of an event, without the keys that clients write where nobody looks for one. */
function encodeWithoutKeys(event: TrackedEvent): string {
  const value = encodeTracked(event)
  if (!mayHoldKey(value)) return value
  const { params, attributes, userAgent } = event
  return encodeTracked({
    ...event,
    params: paramsWithoutKeys(params),
    attributes: attributes && paramsWithoutKeys(attributes),
    userAgent: userAgent && hideKeys(userAgent),
  })
}

function paramsWithoutKeys(params: Params): Params {
  const given = JSON.stringify(params)
  const safe = hideKeys(given)
  if (safe === given) return params
  const value: unknown = JSON.parse(safe)
  return isRecord(value) ? value : {}
}

/** What a client wrote, without keys. */
function textOf(raw: RawEvent | Refusal): string {
  if (isRefusal(raw)) return JSON.stringify(raw)
  const { writeKey: _writeKey, isBuriedIfRefused: _isBuried, names: _names, params, ...rest } = raw
  return JSON.stringify({ ...rest, params: withoutKey(params) })
}

function refuse({ id }: RawEvent | Refusal, { field, reason }: Refusal): Receipt {
  const known = typeof id === 'string' || typeof id === 'number' ? String(id) : undefined
  return { result: 'invalid', id: known, field, reason }
}

interface Batch {
  readonly values: string[]
  /** The identities of what is kept. */
  readonly keys: Set<string>
  /** Whether its call asks not to be tracked. */
  readonly isPrivate: boolean
  readonly isOfService: boolean
}

// Letters of the largest kind take three bytes of UTF-8 for each unit of UTF-16: most texts need not be measured.
const UNIT_BYTES_MAX = 3

function isLonger(text: string, bytesMax: number): boolean {
  return text.length * UNIT_BYTES_MAX > bytesMax && Buffer.byteLength(text) > bytesMax
}
