import { geo } from '#lib/events/geo.ts'
import { phone } from '#lib/events/phone.ts'
import { numberOf } from '#lib/events/read-number.ts'
import { readTime, type TimeUnit } from '#lib/events/read-time.ts'
import type { Unreadable } from '../delivered.ts'
import type { RawEvent } from '../read-event.ts'

/** A report of a phone: its events, and the parts that could not be read. */
export interface Report {
  readonly events: readonly RawEvent[]
  readonly unreadable: readonly Unreadable[]
  /** True if nothing in it shows that a phone sent it. */
  readonly isForeign?: boolean
}

/** The facts about a report that are not in its body. */
export interface PhoneContext {
  /** The device of the call's key. */
  readonly ofKey: string | undefined
  /** Maximum number of places in it. */
  readonly placesMax: number
}

/** The common fields of a message. Nothing in them is checked yet. */
interface Said {
  readonly device: unknown
  /** Who uses the device, if the phone says so. */
  readonly user?: string | undefined
  readonly time: unknown
  readonly timeUnit: TimeUnit
  readonly lat: unknown
  readonly lng: unknown
  readonly accuracyMeters: unknown
  readonly batteryPercent: unknown
  /** An alarm that the phone's owner sent, such as `sos`. */
  readonly alarm?: unknown
  /** The source text, for a human if the message cannot be read. */
  readonly body: () => string
}

/** A place where the phone was, in the units of `geo`. */
export interface Fix extends Said {
  readonly altitudeMeters: unknown
  readonly metersPerSecond: unknown
  readonly headingDegrees: unknown
}

/** Any other message of a phone. A place in it is not the phone's current place. */
export interface Aside extends Said {
  readonly kind: string
  /** What happened at the place, such as `enter` or `leave`. */
  readonly event?: unknown
  /** Start and end of a visit or a trip. */
  readonly from?: unknown
  readonly to?: unknown
}

const TEXT_LENGTH_MAX = 64

/** A report with one unreadable part and nothing else. */
export function unreadableReport(reason: string, body: string): Report {
  return { events: [], unreadable: [{ reason, body }] }
}

/** An unreadable report without a sign that a phone sent it. */
export function foreignReport(reason: string, body: string): Report {
  return { ...unreadableReport(reason, body), isForeign: true }
}

/**
 * The report of many items. All items above `itemsMax` become one unreadable part: a body full of tiny items would make half a
 * million entries.
 */
export function reportAll(
  items: readonly unknown[],
  itemsMax: number,
  read: (item: unknown) => Report,
): Report {
  const reports = items.slice(0, itemsMax).map(read)
  if (items.length > itemsMax) {
    const reason = `it holds ${items.length} places, but may hold at most ${itemsMax}`
    reports.push(unreadableReport(reason, JSON.stringify(items.slice(itemsMax))))
  }
  return {
    events: reports.flatMap(({ events }) => events),
    unreadable: reports.flatMap(({ unreadable }) => unreadable),
    isForeign: reports.length > 0 && reports.every(({ isForeign }) => isForeign === true),
  }
}

/** The `geo` event of a fix. */
export function reportFix(fix: Fix): Report {
  const lt = numberOf(fix.lat)
  const lg = numberOf(fix.lng)
  if (lt === undefined || lg === undefined) return unreadableReport('it names no place', fix.body())
  return reportEvent(geo.name, fix, {
    lt,
    lg,
    ...measured(fix),
    ...known('alt', fix.altitudeMeters),
    // Phones send -1 for unknown values.
    ...known('spd', fix.metersPerSecond, 0),
    ...known('hdg', fix.headingDegrees, 0),
  })
}

/** The `phone` event of a message that is not a fix. */
export function reportAside(aside: Aside): Report {
  const { kind, event, from, to, timeUnit } = aside
  return reportEvent(phone.name, aside, {
    kind: kind.length <= TEXT_LENGTH_MAX ? kind : 'other',
    ...known('lt', aside.lat),
    ...known('lg', aside.lng),
    ...measured(aside),
    ...text('event', event),
    ...moment('from', from, timeUnit),
    ...moment('to', to, timeUnit),
  })
}

function reportEvent(type: string, said: Said, told: Record<string, unknown>): Report {
  const { device, user, time, timeUnit, body } = said
  if (device === undefined || device === null || device === '') {
    return unreadableReport('it names no device', body())
  }
  const params = { di: device, ...told, ...text('user', user) }
  return { events: [{ type, id: undefined, time, timeUnit, device, params }], unreadable: [] }
}

function measured({ accuracyMeters, batteryPercent, alarm }: Said): Record<string, unknown> {
  return { ...known('a', accuracyMeters, 0), ...known('batt', batteryPercent, 0), ...text('alarm', alarm) }
}

function known(name: string, value: unknown, min = -Infinity): Record<string, number> {
  const number = numberOf(value)
  return number === undefined || number < min ? {} : { [name]: number }
}

function text(name: string, value: unknown): Record<string, string> {
  return typeof value === 'string' && value !== '' && value.length <= TEXT_LENGTH_MAX ? { [name]: value } : {}
}

function moment(name: string, value: unknown, unit: TimeUnit): Record<string, string> {
  const read = readTime(value, unit)
  return read === undefined ? {} : { [name]: new Date(read.ms).toISOString() }
}
