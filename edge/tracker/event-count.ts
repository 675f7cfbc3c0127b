import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { AckLevel } from './keep/event-keeper.ts'

/** What became of an event, as it is counted. */
export type EventOutcome = 'ok' | 'duplicate' | 'invalid' | 'too-large' | 'unreadable' | 'dropped'

/** Counts events by the endpoint that took them, and by what became of them. */
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

/** Counts successful answers by how safe their events are. */
export function openAckCount(metrics: Metrics): Readonly<Record<AckLevel, () => void>> {
  const acks = metrics.counter('push_tracker_ack_total', 'Successful answers by how safe the events are', [
    'level',
  ])
  return { stream: acks.series({ level: 'stream' }), spool: acks.series({ level: 'spool' }) }
}
