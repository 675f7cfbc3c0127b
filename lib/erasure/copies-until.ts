import { TOPICS } from '#lib/event-bus/topics.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

// Entries of the stream are published within it, or the tracker keeps them back; a day is ample.
const STREAM_MS = DAY_MS

// A broker drops whole segments, which it closes after a week (`log.roll.hours`, 168).
const SEGMENT_MS = 7 * DAY_MS

/**
 * When the last copy of what was sent until a time has expired: that in the topic which keeps its records longest, `push.dead`.
 * In milliseconds since 1970.
 *
 * @example
 * ```ts
 * new Date(copiesUntil(Date.UTC(2026, 0, 1))).toISOString() // => '2026-02-08T00:00:00.000Z'
 * ```
 */
export function copiesUntil(sentMs: number): number {
  return sentMs + Math.max(...TOPICS.map(({ retentionMs }) => retentionMs)) + SEGMENT_MS + STREAM_MS
}
