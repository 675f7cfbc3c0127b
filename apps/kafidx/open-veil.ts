import { createHmac, randomBytes } from 'node:crypto'
import { parseEvent } from '#lib/events/define-event.ts'
import type { PushEvent } from '#lib/events/event.ts'
import { geo } from '#lib/events/geo.ts'
import { isOnGlobe, type Point } from '#lib/geo/point.ts'
import { snapToGrid } from '#lib/geo/snap.ts'

/** An event in a form that may be public. */
export interface VeiledEvent {
  readonly time: string
  readonly type: string
  readonly device: string
  readonly city: string
  /** The position on the privacy grid. */
  readonly at?: Point
}

/** Anonymizes an event. */
export type Veil = (event: PushEvent) => VeiledEvent

const SALT_BYTES = 16
const NAME_LENGTH = 6

/**
 * Creates the function that anonymizes events: devices get pseudonyms that are constant in this process and meaningless
 * outside it, positions are snapped to the privacy grid, params are removed.
 */
export function openVeil(): Veil {
  const salt = randomBytes(SALT_BYTES)
  return function veil(event) {
    const { time, type, subject, data } = event
    const device =
      subject === undefined
        ? ''
        : createHmac('sha256', salt).update(subject).digest('hex').slice(0, NAME_LENGTH)
    const at = placeOf(event)
    return { time, type, device, city: data.meta.city ?? '', ...(at !== undefined && { at: snapToGrid(at) }) }
  }
}

function placeOf(event: PushEvent): Point | undefined {
  const parsed = event.type === geo.name ? parseEvent(geo, event) : undefined
  if (parsed === undefined || !('value' in parsed)) return undefined
  const { at } = parsed.value
  // Phones without a position send 0, 0: a dot there would move the map away from all other dots.
  const isNullIsland = at.lat === 0 && at.lng === 0
  return isOnGlobe(at) && !isNullIsland ? at : undefined
}
