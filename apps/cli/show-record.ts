import type { ReceivedRecord } from '#lib/event-bus/event-bus.ts'
import { DEAD } from '#lib/event-bus/topics.ts'
import { tryDecodeLetter } from '#lib/events/dead-letter.ts'
import { tryDecodeEvent } from '#lib/events/decode-event.ts'
import type { PushEvent } from '#lib/events/event.ts'
import { printable } from './printable.ts'

/** Returns the event in a record; undefined if the record holds none. */
export function eventIn({ topic, value }: ReceivedRecord): PushEvent | undefined {
  return topic === DEAD.name ? undefined : tryDecodeEvent(value)
}

/** Shows a record on one line: time, place (`partition:offset`), then its event, the reason of its dead letter, or its raw text. */
export function lineOf(record: ReceivedRecord, event: PushEvent | undefined): string {
  const { partition, offset, timestamp, value } = record
  const place = `${partition}:${offset}`
  if (event !== undefined) return printable(eventLine(event, place))
  const letter = record.topic === DEAD.name ? tryDecodeLetter(value) : undefined
  return printable(`${new Date(timestamp).toISOString()} ${place} ${letter?.reason ?? value}`)
}

function eventLine({ time, type, source, clientsource, subject, data }: PushEvent, place: string): string {
  const from = clientsource === undefined ? source : `${source} ${clientsource}`
  const proven = data.meta.proven === true ? ' proven' : ''
  return `${time} ${place} ${type} ${subject ?? '-'} ${from}${proven} ${JSON.stringify(data.params)}`
}
