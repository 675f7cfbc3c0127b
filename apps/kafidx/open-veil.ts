import { createHmac, randomBytes } from 'node:crypto'
import { parseEvent } from '#lib/events/define-event.ts'
import type { PushEvent } from '#lib/events/event.ts'
import { geo } from '#lib/events/geo.ts'
import { isOnGlobe, type Point } from '#lib/geo/point.ts'
import { snapToGrid } from '#lib/geo/snap.ts'

/** An event as everybody may see it. */
export interface VeiledEvent {
  readonly time: string
  readonly type: string
  readonly device: string
  readonly city: string
  /** On the privacy grid. */
  readonly at?: Point
}

const SALT_BYTES = 16
const NAME_LENGTH = 6

/**
 * Gives what hides who and where exactly: devices get names that stay the same while this process lives and mean nothing
 * outside it, places are those of the privacy grid, params are left out.
 */
export function openVeil(): (event: PushEvent) => VeiledEvent {
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
  // Phones that know no place say 0, 0: a dot there would draw the whole map away from everybody else.
  const isNullIsland = at.lat === 0 && at.lng === 0
  return isOnGlobe(at) && !isNullIsland ? at : undefined
}
