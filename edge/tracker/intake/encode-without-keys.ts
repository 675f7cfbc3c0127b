import type { Params } from '#lib/events/event.ts'
import { isRecord } from '#lib/events/is-record.ts'
import { encodeTracked, type TrackedEvent } from '#lib/events/tracked-event.ts'
import { hideKeys, mayHoldKey } from '#lib/privacy/hide-keys.ts'

/** The stream entry of an event. Keys that a client wrote in any other field than the one for keys are replaced by `***`. */
export function encodeWithoutKeys(event: TrackedEvent): string {
  const entry = encodeTracked(event)
  if (!mayHoldKey(entry)) return entry
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
