import { isRecord } from '#lib/events/is-record.ts'
import { namedDevice } from './named-device.ts'
import {
  reportAll,
  reportAside,
  reportFix,
  unreadableReport,
  type PhoneContext,
  type Report,
} from './report.ts'
import { scaled } from './scaled.ts'

const KMH = 1 / 3.6

/** The facts about a report that are not in its body. */
export interface OwntracksContext extends PhoneContext {
  /** The device and its user, if the call names them. */
  readonly device: string | undefined
  readonly user: string | undefined
}

/**
 * Reads a report of OwnTracks in HTTP mode (https://owntracks.org/booklet/tech/json/): one message, or an array of them. A
 * `location` becomes a `geo` event, every other message a `phone` event.
 */
export function readOwntracks(value: unknown, context: OwntracksContext): Report {
  return Array.isArray(value)
    ? reportAll(value, context.placesMax, (item) => readMessage(item, context))
    : readMessage(value, context)
}

function readMessage(value: unknown, context: OwntracksContext): Report {
  const body = () => JSON.stringify(value)
  if (!isRecord(value) || typeof value['_type'] !== 'string') {
    return unreadableReport('it is not a message of OwnTracks', body())
  }
  const { _type: kind, waypoints } = value
  // It may hold a position that we cannot decrypt. Kept as unreadable, so that an operator sees it.
  if (kind === 'encrypted') return unreadableReport('it is encrypted', body())
  const said = {
    device: namedDevice(context.device, context.ofKey ?? deviceOfTopic(value['topic'])),
    user: context.user,
    time: value['tst'],
    timeUnit: 's',
    lat: value['lat'],
    lng: value['lon'],
    accuracyMeters: value['acc'],
    batteryPercent: value['batt'],
    body,
  } as const
  if (kind === 'location') {
    return reportFix({
      ...said,
      altitudeMeters: value['alt'],
      metersPerSecond: scaled(value['vel'], KMH),
      headingDegrees: value['cog'],
    })
  }
  if (kind === 'waypoints' && Array.isArray(waypoints)) {
    return reportAll(waypoints, context.placesMax, (item) =>
      readMessage({ topic: value['topic'], ...(isRecord(item) && item), _type: 'waypoint' }, context),
    )
  }
  return reportAside({ ...said, kind, event: value['event'] })
}

/**
 * The device in a topic: `owntracks/<user>/<device>`, followed by the kind of message. Overland writes the device that its owner
 * entered after the first slash.
 *
 * @example
 * ```ts
 * deviceOfTopic('owntracks/anna/phone-1/event') // => 'phone-1'
 * deviceOfTopic('owntracks/phone-1') // => 'phone-1'
 * deviceOfTopic('NOKEY') // => undefined
 * ```
 */
export function deviceOfTopic(topic: unknown): string | undefined {
  if (typeof topic !== 'string') return undefined
  const parts = topic.split('/')
  const [first, second] = parts.slice(Math.max(0, parts.indexOf('owntracks')) + 1)
  return second || first || undefined
}
