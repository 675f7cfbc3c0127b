import { TOPICS } from '#lib/event-bus/topics.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

// Workers publish stream entries well within a day. If they cannot, the tracker keeps events back.
const STREAM_MS = DAY_MS

// A broker deletes whole segments. It closes a segment after a week (`log.roll.hours`, 168).
const SEGMENT_MS = 7 * DAY_MS

/**
 * Returns when the last copy of all events sent until a time has expired, in milliseconds since 1970. The topic with the longest
 * retention, `push.dead`, decides.
 *
 * @example
 * ```ts
 * new Date(copiesUntil(Date.UTC(2026, 0, 1))).toISOString() // => '2026-02-08T00:00:00.000Z'
 * ```
 */
export function copiesUntil(sentMs: number): number {
  return sentMs + Math.max(...TOPICS.map(({ retentionMs }) => retentionMs)) + SEGMENT_MS + STREAM_MS
}
