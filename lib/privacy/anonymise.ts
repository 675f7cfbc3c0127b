import { createHmac, randomBytes } from 'node:crypto'
import type { Params } from '#lib/events/event.ts'
import { isRecord } from '#lib/events/is-record.ts'
import { numberOf } from '#lib/events/read-number.ts'
import type { TrackedEvent } from '#lib/events/tracked-event.ts'

// The names by which the forms of calls tell who it is.
const WHO = ['di', 'userId', 'anonymousId', 'previousId']

const INSIDE = ['properties', 'traits']

// What the context of a message tells of the device, as the address and the browser of a call do.
const DEVICE = ['device', 'os', 'screen']

// What phones say beside where they are about.
const EXACT = ['a', 'alt', 'spd', 'hdg', 'batt', 'user']
const TYPES_OF_PHONES = new Set(['geo', 'phone'])

// About 10 km.
const PLACE_DIGITS = 1

const SECRET_BYTES = 32
const ID_LENGTH = 32

/** Gives an event without what tells who and where. */
export type Anonymiser = (event: TrackedEvent) => TrackedEvent

/**
 * Opens what takes out of events who sent them, and from where: address, browser and device, and all of a place but where it is
 * about. A device that proved itself keeps its name and place: its owner registered it to be found. Ids that clients made are
 * theirs alone, not the world's: without its device and its client's source an event goes by one that this process made of all of
 * them.
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
      // A trace of the caller's ties all that was done in it together.
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

// Where a form keeps params whose names are taken.
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

// In the form it came in; what is no number might be a place in words.
function about(name: string, value: unknown): Params {
  const number = numberOf(value)
  if (number === undefined) return {}
  const rounded = number.toFixed(PLACE_DIGITS)
  return { [name]: typeof value === 'string' ? rounded : Number(rounded) }
}
