import { isRecord } from '#lib/events/is-record.ts'
import { numberOf } from '#lib/events/read-number.ts'
import { namedDevice } from './named-device.ts'
import {
  foreignReport,
  reportAll,
  reportAside,
  reportFix,
  type Aside,
  type PhoneContext,
  type Report,
} from './report.ts'
import { scaled } from './scaled.ts'

const PERCENT = 100
const KNOT = 1_852 / 3_600

/** Every report of a phone has at least one of these fields. */
const TOLD = ['lat', 'latitude', 'lon', 'location', 'timestamp', 'batt', 'cell', 'wifi']

const INVALID = new Set<unknown>([false, 0, 'false', '0', 'no'])

/**
 * Reads a report of the OsmAnd protocol (https://www.traccar.org/osmand/): fields of a query, a form, or JSON. Its `speed` is in
 * knots; `spd` is our own field, in metres per second.
 */
export function readOsmandFields(
  given: Readonly<Record<string, unknown>>,
  ofKey: string | undefined,
): Report {
  const { dk: _key, ...fields } = given
  const { lat, lng } = placeOf(fields)
  const said = {
    device: namedDevice([fields['id'], fields['deviceid'], fields['device_id']].find(isGiven), ofKey),
    time: fields['timestamp'],
    timeUnit: 'either',
    lat,
    lng,
    accuracyMeters: fields['accuracy'],
    batteryPercent: fields['batt'],
    alarm: fields['alarm'],
    body: () => JSON.stringify(fields),
  } as const
  const report =
    isGiven(lat) || isGiven(lng) ? reportPlace(fields, said) : reportAside({ ...said, kind: 'heartbeat' })
  return { ...report, isForeign: !isGiven(said.device) || !TOLD.some((name) => isGiven(fields[name])) }
}

function reportPlace(fields: Readonly<Record<string, unknown>>, said: Omit<Aside, 'kind'>): Report {
  // The phone says that it had no fix. The place is the one of its last fix.
  const { valid } = fields
  if (INVALID.has(typeof valid === 'string' ? valid.toLowerCase() : valid)) {
    return reportAside({ ...said, kind: 'no-fix' })
  }
  return reportFix({
    ...said,
    altitudeMeters: fields['altitude'],
    metersPerSecond: numberOf(fields['spd']) ?? scaled(fields['speed'], KNOT),
    headingDegrees: fields['bearing'] ?? fields['heading'],
  })
}

/** Reads JSON of Traccar Client: flat objects, perhaps many, from version 10 on; before, one object with the device beside the place. */
export function readOsmandJson(value: unknown, context: PhoneContext): Report {
  if (Array.isArray(value)) {
    return reportAll(value, context.placesMax, (item) => readOsmandObject(item, context))
  }
  return readOsmandObject(value, context)
}

function readOsmandObject(value: unknown, context: PhoneContext): Report {
  if (isRecord(value)) {
    const { location, device_id: device } = value
    if (Array.isArray(location)) {
      return reportAll(location, context.placesMax, (item) => readLocation(item, device, context))
    }
    if (isRecord(location)) return readLocation(location, device, context)
    if (TOLD.some((name) => isGiven(value[name]))) return readOsmandFields(value, context.ofKey)
  }
  return foreignReport('it is not a message of Traccar Client', JSON.stringify(value))
}

// https://www.traccar.org/osmand/: the speed in JSON is in metres per second.
function readLocation(location: unknown, device: unknown, { ofKey }: PhoneContext): Report {
  const body = () => JSON.stringify({ device_id: device, location })
  if (!isRecord(location)) return foreignReport('it is not a message of Traccar Client', body())
  const { coords, battery, timestamp: time, alarm } = location
  const said = {
    device: namedDevice(device, ofKey),
    time,
    timeUnit: 'text',
    batteryPercent: scaled(isRecord(battery) ? battery['level'] : undefined, PERCENT),
    alarm,
    body,
  } as const
  if (coords === undefined || coords === null) {
    const nowhere = { lat: undefined, lng: undefined, accuracyMeters: undefined }
    return { ...reportAside({ ...said, ...nowhere, kind: 'heartbeat' }), isForeign: !isGiven(said.device) }
  }
  const place = isRecord(coords) ? coords : {}
  const report = reportFix({
    ...said,
    lat: place['latitude'],
    lng: place['longitude'],
    accuracyMeters: place['accuracy'],
    altitudeMeters: place['altitude'],
    metersPerSecond: place['speed'],
    headingDegrees: place['heading'],
  })
  return { ...report, isForeign: !isGiven(said.device) }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

interface Place {
  readonly lat: unknown
  readonly lng: unknown
}

function placeOf(fields: Readonly<Record<string, unknown>>): Place {
  const { location } = fields
  // The protocol uses the first name of each. People who configure the URL of a logger by hand use the others.
  const lat = [fields['lat'], fields['latitude']].find(isGiven)
  const lng = [fields['lon'], fields['lng'], fields['longitude']].find(isGiven)
  if (lat !== undefined || lng !== undefined || !isGiven(location)) return { lat, lng }
  const parts = typeof location === 'string' ? location.split(',') : []
  // There are four parts if the decimal separator is a comma, too.
  const half = parts.length / 2
  return parts.length === 2 || parts.length === 4
    ? { lat: parts.slice(0, half).join('.'), lng: parts.slice(half).join('.') }
    : { lat: location, lng: undefined }
}
