import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { Delivered } from '../delivered.ts'
import { openAckCount, openEventCount, type EventOutcome } from '../event-count.ts'
import type { Taken } from './intake.ts'

/** Counts the events and the ack of a call, once they are kept: a call that fails is retried, and must not count twice. */
export type CountTaken = (delivered: Delivered, taken: Taken, unreadableOutcome: EventOutcome) => void

/** Creates the counter of calls that were taken. */
export function createTakenCounter(metrics: Metrics): CountTaken {
  const count = openEventCount(metrics)
  const countAck = openAckCount(metrics)
  return function countTaken({ protocol, phone }, { receipts, ack }, unreadableOutcome) {
    for (const receipt of receipts) {
      count(protocol, 'isDropped' in receipt ? 'dropped' : receipt.result)
    }
    const unreadableCount = phone?.unreadable.length ?? 0
    for (let at = 0; at < unreadableCount; at += 1) count(protocol, unreadableOutcome)
    if (ack !== undefined && ack !== 'none') countAck[ack]()
  }
}
