import { identityOf } from '#lib/events/event-identity.ts'
import type { TrackedEvent } from '#lib/events/tracked-event.ts'
import { isPrivate } from '#lib/privacy/privacy-request.ts'
import type { Privacy } from '../limits/open-privacy.ts'
import type { TrackerLimits } from '../options.ts'
import { isRefusal, withoutKey, type RawEvent, type Refusal } from '../read-event.ts'
import type { KeepUnreadable } from './create-unreadable-keeper.ts'
import { encodeWithoutKeys } from './encode-without-keys.ts'
import type { Receipt } from './intake.ts'
import type { PendingAppend } from './pending-append.ts'

/**
 * Adds an event to the append of its call, and gives its receipt. It adds none that was refused, that PRIVACY_POLICY drops,
 * that is a duplicate within the call, or that is too large. A refused one is kept as unreadable if its client ignores answers.
 */
export type ScreenEvent = (
  raw: RawEvent | Refusal,
  event: TrackedEvent | Refusal,
  append: PendingAppend,
) => Receipt

/** Ports of the screen. */
export interface ScreenPorts {
  readonly privacy: Privacy
  readonly limits: Pick<TrackerLimits, 'eventBytesMax'>
  readonly keepUnreadable: KeepUnreadable
}

/** Creates the step that decides which events are kept. */
export function createEventScreen({
  privacy,
  limits: { eventBytesMax },
  keepUnreadable,
}: ScreenPorts): ScreenEvent {
  function add(read: TrackedEvent, append: PendingAppend): Receipt {
    const { id } = read
    const identity = identityOf(read)
    const event = append.isOfService ? read : privacy.ofEvent(read, append.isPrivate)
    if (event === undefined) return { result: 'ok', id, identity, isDropped: true }
    if (append.identities.has(identity)) return { result: 'duplicate', id, identity }
    const entry = encodeWithoutKeys(event)
    if (isLonger(entry, eventBytesMax)) {
      return { result: 'too-large', id, field: 'event', reason: `must be at most ${eventBytesMax} bytes` }
    }
    append.identities.add(identity)
    append.entries.push(entry)
    return { result: 'ok', id, identity }
  }

  return function screenEvent(raw, event, append) {
    const receipt = isRefusal(event) ? refusedReceipt(raw, event) : add(event, append)
    if ('reason' in receipt && (append.isOfPhone || isBuriedIfRefused(raw))) {
      const reason = `"${receipt.field}" ${receipt.reason}`
      const isAsking = !append.isOfService && !isRefusal(raw) && isPrivate(raw.params)
      keepUnreadable({ reason, body: textOf(raw), isPrivate: isAsking }, append)
    }
    return receipt
  }
}

function refusedReceipt({ id }: RawEvent | Refusal, { field, reason }: Refusal): Receipt {
  const known = typeof id === 'string' || typeof id === 'number' ? String(id) : undefined
  return { result: 'invalid', id: known, field, reason }
}

function isBuriedIfRefused(raw: RawEvent | Refusal): boolean {
  return !isRefusal(raw) && (raw.isBuriedIfRefused ?? false)
}

/** What a client wrote, without keys. */
function textOf(raw: RawEvent | Refusal): string {
  if (isRefusal(raw)) return JSON.stringify(raw)
  const { writeKey: _writeKey, isBuriedIfRefused: _isBuried, names: _names, params, ...rest } = raw
  return JSON.stringify({ ...rest, params: withoutKey(params) })
}

// One UTF-16 unit takes at most three bytes of UTF-8, so most texts need not be measured.
const UNIT_BYTES_MAX = 3

function isLonger(text: string, bytesMax: number): boolean {
  return text.length * UNIT_BYTES_MAX > bytesMax && Buffer.byteLength(text) > bytesMax
}
