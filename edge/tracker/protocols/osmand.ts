import { isRecord } from '#lib/events/is-record.ts'
import type { QueryFields } from '#lib/http/read-query.ts'
import { reportFix, scaled, unreadableReport, type Report } from './report.ts'

const PERCENT = 100

/** What a phone sends by the protocol of OsmAnd (https://www.traccar.org/osmand/): fields of a query or a form. */
export function readOsmandFields({ dk: _key, ...fields }: QueryFields): Report {
  return reportFix(
    {
      device: fields['id'] ?? fields['deviceid'],
      time: fields['timestamp'],
      lat: fields['lat'],
      lng: fields['lon'],
      accuracyMeters: fields['accuracy'],
      altitudeMeters: fields['altitude'],
      metersPerSecond: fields['speed'],
      headingDegrees: fields['bearing'] ?? fields['heading'],
      batteryPercent: fields['batt'],
    },
    JSON.stringify(fields),
  )
}

/**
 * The text of a form without its device key, where it cannot be read as one.
 *
 * @example
 * ```ts
 * withoutFormKey('id=phone-1&dk=secret&lat=1') // => 'id=phone-1&dk=&lat=1'
 * ```
 */
export function withoutFormKey(form: string): string {
  return form.replaceAll(/(?<=^|&)dk=[^&]*/gu, 'dk=')
}

/** What Traccar Client sends from version 9 on: JSON, with the device beside the place. */
export function readOsmandJson(value: unknown): Report {
  const body = JSON.stringify(value)
  const { device_id: device, location } = isRecord(value) ? value : {}
  if (!isRecord(location)) return unreadableReport('it is no message of Traccar Client', body)
  const coords = isRecord(location['coords']) ? location['coords'] : {}
  const battery = isRecord(location['battery']) ? location['battery'] : {}
  return reportFix(
    {
      device,
      time: location['timestamp'],
      lat: coords['latitude'],
      lng: coords['longitude'],
      accuracyMeters: coords['accuracy'],
      altitudeMeters: coords['altitude'],
      metersPerSecond: coords['speed'],
      headingDegrees: coords['heading'],
      batteryPercent: scaled(battery['level'], PERCENT),
    },
    body,
  )
}
