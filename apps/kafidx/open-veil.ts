import { createHmac, randomBytes } from 'node:crypto'
import type { PushEvent } from '#lib/events/event.ts'
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
  return function veil({ time, type, subject, data }) {
    const device =
      subject === undefined
        ? ''
        : createHmac('sha256', salt).update(subject).digest('hex').slice(0, NAME_LENGTH)
    const at = { lat: Number(data.params['lt'] ?? Number.NaN), lng: Number(data.params['lg'] ?? Number.NaN) }
    return {
      time,
      type,
      device,
      city: data.meta.city ?? '',
      ...(type === 'geo' && isOnGlobe(at) && { at: snapToGrid(at) }),
    }
  }
}
