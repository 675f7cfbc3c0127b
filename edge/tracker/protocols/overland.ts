import { isRecord } from '#lib/events/is-record.ts'
import { joinReports, reportFix, scaled, unreadableReport, type Report } from './report.ts'

const PERCENT = 100

/**
 * What Overland reports (https://github.com/aaronpk/Overland-iOS#api): a batch of GeoJSON features, each one place. Those
 * above `featuresMax` are one unreadable part: a body full of the smallest ones would make half a million entries.
 */
export function readOverland(value: unknown, featuresMax: number): Report {
  if (!isRecord(value) || !Array.isArray(value['locations'])) {
    return unreadableReport('it is no batch of Overland', JSON.stringify(value))
  }
  const features: unknown[] = value['locations']
  const read = features.slice(0, featuresMax).map(readFeature)
  if (features.length <= featuresMax) return joinReports(read)
  const reason = `it holds ${features.length} places, but may hold at most ${featuresMax}`
  return joinReports([...read, unreadableReport(reason, JSON.stringify(features.slice(featuresMax)))])
}

function readFeature(feature: unknown): Report {
  const body = JSON.stringify(feature)
  const { geometry, properties } = isRecord(feature) ? feature : {}
  if (!isRecord(properties)) return unreadableReport('it is no feature of Overland', body)
  // The sum of a trip whose places come by themselves.
  if (properties['type'] === 'trip') return { events: [], unreadable: [] }
  const coordinates = isRecord(geometry) ? geometry['coordinates'] : undefined
  const [lng, lat]: unknown[] = Array.isArray(coordinates) ? coordinates : []
  return reportFix(
    {
      device: properties['device_id'],
      time: properties['timestamp'],
      lat,
      lng,
      accuracyMeters: properties['horizontal_accuracy'],
      altitudeMeters: properties['altitude'],
      metersPerSecond: properties['speed'],
      headingDegrees: properties['course'],
      batteryPercent: scaled(properties['battery_level'], PERCENT),
    },
    body,
  )
}
