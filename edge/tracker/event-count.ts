import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { AckLevel } from './keep/event-keeper.ts'

/** The outcome of an event, as a label of the metric. */
export type EventOutcome = 'ok' | 'duplicate' | 'invalid' | 'too-large' | 'unreadable' | 'dropped'

/** Opens the counter of events by protocol and outcome. */
export function openEventCount(metrics: Metrics): (protocol: string, outcome: EventOutcome) => void {
  const events = metrics.counter('push_tracker_events_total', 'Events by protocol and outcome', [
    'protocol',
    'outcome',
  ])
  const known = new Map<string, () => void>()
  return function count(protocol, outcome) {
    const key = `${protocol} ${outcome}`
    let series = known.get(key)
    if (series === undefined) known.set(key, (series = events.series({ protocol, outcome })))
    series()
  }
}

/** Opens the counter of successful answers by ack level. */
export function openAckCount(metrics: Metrics): Readonly<Record<AckLevel, () => void>> {
  const acks = metrics.counter('push_tracker_ack_total', 'Successful answers by how safe the events are', [
    'level',
  ])
  return { stream: acks.series({ level: 'stream' }), spool: acks.series({ level: 'spool' }) }
}
