import { createHmac, randomBytes } from 'node:crypto'
import type { Params } from '#lib/events/event.ts'
import { isRecord } from '#lib/events/is-record.ts'
import { numberOf } from '#lib/events/read-number.ts'
import type { TrackedEvent } from '#lib/events/tracked-event.ts'

// Params that identify the sender, in all forms of calls.
const WHO = ['di', 'userId', 'anonymousId', 'previousId']

const INSIDE = ['properties', 'traits']

// Parts of the context of a message that describe the device.
const DEVICE = ['device', 'os', 'screen']

// Params of phones that are more exact than the rounded position, or identify the user.
const EXACT = ['a', 'alt', 'spd', 'hdg', 'batt', 'user']
const TYPES_OF_PHONES = new Set(['geo', 'phone'])

// One decimal of a degree is about 10 km.
const PLACE_DIGITS = 1

const SECRET_BYTES = 32
const ID_LENGTH = 32

/** Returns a copy of an event without data that identifies its sender or exact position. */
export type Anonymiser = (event: TrackedEvent) => TrackedEvent

/**
 * Creates a function that removes from events who sent them and from where: address, browser, device and exact position. A device
 * that proved itself keeps its id and position, because its owner registered it to be found. Ids of clients are unique only
 * together with device and client source. As these are removed, the event gets a new id: a keyed hash of all three.
 */
export function openAnonymiser(): Anonymiser {
  const secret = randomBytes(SECRET_BYTES)

  function blindId({ clientSource, device, id }: TrackedEvent): string {
    const text = JSON.stringify([clientSource ?? null, device ?? null, id])
    return createHmac('sha256', secret).update(text).digest('hex').slice(0, ID_LENGTH)
  }

  return function anonymise(event) {
    if (event.person !== undefined) return { ...event, ip: undefined, userAgent: undefined }
    const { id, clientSource, device, type, params } = event
    return {
      ...event,
      id: device === undefined && clientSource === undefined ? id : blindId(event),
      clientSource: undefined,
      device: undefined,
      attributes: undefined,
      ip: undefined,
      userAgent: undefined,
      // The trace of the caller links all events of that trace.
      traceparent: undefined,
      params: anonymousParams(type, params),
    }
  }
}

function anonymousParams(type: string, params: Params): Params {
  const left = TYPES_OF_PHONES.has(type) ? [...WHO, ...EXACT] : WHO
  const { lt, lg, ...rest } = Object.fromEntries(
    Object.entries(params).filter(([name]) => !left.includes(name)),
  )
  return { ...withoutWhoInside(rest), ...about('lt', lt), ...about('lg', lg) }
}

// Some forms nest params in these objects, if their names are reserved.
function withoutWhoInside(params: Params): Params {
  const inside = INSIDE.filter((name) => isRecord(params[name])).map((name) => [
    name,
    without(WHO, params[name]),
  ])
  const { context } = params
  if (isRecord(context)) inside.push(['context', without(DEVICE, context)])
  return inside.length === 0 ? params : { ...params, ...Object.fromEntries(inside) }
}

function without(names: readonly string[], value: unknown): unknown {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([name]) => !names.includes(name)))
}

// Rounds a coordinate and keeps its type. Other values are removed, because they may name a place in words.
function about(name: string, value: unknown): Params {
  const number = numberOf(value)
  if (number === undefined) return {}
  const rounded = number.toFixed(PLACE_DIGITS)
  return { [name]: typeof value === 'string' ? rounded : Number(rounded) }
}
