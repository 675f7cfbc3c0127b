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
 * What Overland reports (https://github.com/aaronpk/Overland-iOS#api): a batch of GeoJSON features, each one place; or, where its
 * logging mode is "Owntracks", one message of OwnTracks.
 */
export function readOverland(value: unknown, context: PhoneContext): Report {
  if (isRecord(value) && Array.isArray(value['locations'])) {
    return reportAll(value['locations'], context.placesMax, (item) => readFeature(item, context))
  }
  return isRecord(value) && typeof value['_type'] === 'string'
    ? readOwntracks(value, { ...context, device: undefined, user: undefined })
    : unreadableReport('it is no batch of Overland', JSON.stringify(value))
}

function readFeature(feature: unknown, { ofKey }: PhoneContext): Report {
  const body = () => JSON.stringify(feature)
  const { geometry, properties } = isRecord(feature) ? feature : {}
  if (!isRecord(properties)) return unreadableReport('it is no feature of Overland', body())
  const coordinates = isRecord(geometry) ? geometry['coordinates'] : undefined
  const [lng, lat]: unknown[] = Array.isArray(coordinates) ? coordinates : []
  const { device_id: device, unique_id: phone } = properties
  const said = {
    // Its unique id is Apple's, and is sent where its owner wants it.
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
    // A visit has the days of its two ends, a trip their times.
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

/** What a feature tells of that is no place where the phone is now: the sum of a trip, a visit, or something that the app did. */
function asideOf({ type, action }: Readonly<Record<string, unknown>>): string | undefined {
  if (type === 'trip') return 'trip'
  if (action === undefined || action === null || action === '' || action === 'none') return undefined
  return typeof action === 'string' ? action : 'action'
}
