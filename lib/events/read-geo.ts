import { parseParams } from '#lib/events/define-event.ts'
import type { PushEvent } from '#lib/events/event.ts'
import { geo } from '#lib/events/geo.ts'

/**
 * What a `geo` says, or the first field that is wrong and why. The device need not stand in the params of an event that has it
 * as its subject, as a CloudEvent does; one that stands there may be a number, which names the device of that text.
 */
export function readGeo({ subject, data }: PushEvent) {
  const { di = null } = data.params
  return parseParams(geo, { ...data.params, di: typeof di === 'number' ? String(di) : (di ?? subject) })
}
