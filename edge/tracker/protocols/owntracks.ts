import { isRecord } from '#lib/events/is-record.ts'
import { reportFix, scaled, unreadableReport, type Report } from './report.ts'

const KMH = 1 / 3.6

/**
 * What OwnTracks reports in HTTP mode (https://owntracks.org/booklet/tech/json/): its locations are kept, its other messages
 * are none of ours.
 */
export function readOwntracks(value: unknown, device: string | undefined): Report {
  const body = JSON.stringify(value)
  if (!isRecord(value) || typeof value['_type'] !== 'string') {
    return unreadableReport('it is no message of OwnTracks', body)
  }
  // A position may be in it, which nobody here can read: it is kept aside, where its owner can find out.
  if (value['_type'] === 'encrypted') return unreadableReport('it is encrypted', body)
  if (value['_type'] !== 'location') return { events: [], unreadable: [] }
  return reportFix(
    {
      device,
      time: value['tst'],
      lat: value['lat'],
      lng: value['lon'],
      accuracyMeters: value['acc'],
      altitudeMeters: value['alt'],
      metersPerSecond: scaled(value['vel'], KMH),
      headingDegrees: value['cog'],
      batteryPercent: value['batt'],
    },
    body,
  )
}
