import { isRecord } from '#lib/events/is-record.ts'
import { namedDevice } from './named-device.ts'
import { readOwntracks } from './owntracks.ts'
import {
  reportAll,
  reportAside,
  reportFix,
  unreadableReport,
  type PhoneContext,
  type Report,
} from './report.ts'
import { scaled } from './scaled.ts'

const PERCENT = 100

/**
 * Reads a report of Overland (https://github.com/aaronpk/Overland-iOS#api): a batch of GeoJSON features, each one a place; or, in
 * its logging mode "Owntracks", one message of OwnTracks.
 */
export function readOverland(value: unknown, context: PhoneContext): Report {
  if (isRecord(value) && Array.isArray(value['locations'])) {
    return reportAll(value['locations'], context.placesMax, (item) => readFeature(item, context))
  }
  return isRecord(value) && typeof value['_type'] === 'string'
    ? readOwntracks(value, { ...context, device: undefined, user: undefined })
    : unreadableReport('it is not a batch of Overland', JSON.stringify(value))
}

function readFeature(feature: unknown, { ofKey }: PhoneContext): Report {
  const body = () => JSON.stringify(feature)
  const { geometry, properties } = isRecord(feature) ? feature : {}
  if (!isRecord(properties)) return unreadableReport('it is not a feature of Overland', body())
  const coordinates = isRecord(geometry) ? geometry['coordinates'] : undefined
  const [lng, lat]: unknown[] = Array.isArray(coordinates) ? coordinates : []
  const { device_id: device, unique_id: phone } = properties
  const said = {
    // The unique id comes from iOS; the app sends it only if its owner switches that on.
    device: namedDevice(device, ofKey ?? (typeof phone === 'string' ? phone : undefined)),
    time: properties['timestamp'],
    timeUnit: 'text',
    lat,
    lng,
    accuracyMeters: properties['horizontal_accuracy'],
    batteryPercent: scaled(properties['battery_level'], PERCENT),
    body,
  } as const
  const kind = asideOf(properties)
  if (kind !== undefined) {
    // A visit has dates of arrival and departure, a trip has start and end times.
    const { arrival_date: arrival, departure_date: departure, start, end } = properties
    return reportAside({ ...said, kind, from: arrival ?? start, to: departure ?? end })
  }
  return reportFix({
    ...said,
    altitudeMeters: properties['altitude'],
    metersPerSecond: properties['speed'],
    headingDegrees: properties['course'],
  })
}

/** The kind of a feature that is not a current place: the summary of a trip, a visit, or an action of the app. */
function asideOf({ type, action }: Readonly<Record<string, unknown>>): string | undefined {
  if (type === 'trip') return 'trip'
  if (action === undefined || action === null || action === '' || action === 'none') return undefined
  return typeof action === 'string' ? action : 'action'
}
