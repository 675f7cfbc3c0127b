import { correctedTime } from '#lib/events/corrected-time.ts'
import type { Quality } from '#lib/events/event.ts'
import { isPlausibleTime, readTime, type TimeUnit } from '#lib/events/read-time.ts'

/** When an event happened, in milliseconds since 1970. */
export interface TimeOfEvent {
  /** By our clock. */
  readonly time: number
  /** By the client's clock; undefined if the client gave none, or an impossible one. */
  readonly clientTime: number | undefined
  /** What is doubtful about the time. */
  readonly marks: readonly Quality[]
}

/** What an event says about its time. Nothing in it is checked yet. */
export interface SaidTime {
  readonly time: unknown
  /** The unit of a number in `time`; default milliseconds. */
  readonly timeUnit?: TimeUnit
  /** When the client says it sent this event, by its own clock. The call's value takes precedence. */
  readonly sentAt?: unknown
}

/** The clocks of a call, in milliseconds since 1970. */
interface CallClocks {
  readonly receivedAt: number
  readonly sentAt: number | undefined
}

const NO_MARKS: readonly Quality[] = []
const UNREADABLE: readonly Quality[] = ['time-unreadable']

/**
 * When an event happened, by our clock. No event is refused because of its time: if the time is missing, unreadable or impossible,
 * it is the time of receipt.
 */
export function timeOfEvent(
  { time: given, timeUnit, sentAt: eventSentAt }: SaidTime,
  { receivedAt, sentAt: callSentAt }: CallClocks,
): TimeOfEvent {
  if (given === undefined || given === null) {
    return { time: receivedAt, clientTime: undefined, marks: NO_MARKS }
  }
  const read = readTime(given, timeUnit)
  if (read === undefined) return { time: receivedAt, clientTime: undefined, marks: UNREADABLE }
  const { ms: clientTime, guessed } = read
  const told = callSentAt ?? readTime(eventSentAt)?.ms
  // If only one of the two clocks was ever set, their difference means nothing.
  const sentAt =
    told !== undefined && isPlausibleTime(told) === isPlausibleTime(clientTime) ? told : undefined
  const time = correctedTime({ receivedAt, clientTime, sentAt })
  if (!isPlausibleTime(time)) return { time: receivedAt, clientTime: undefined, marks: UNREADABLE }
  const isFuture = clientTime > (sentAt ?? receivedAt)
  return { time, clientTime, marks: marksOf(guessed, isFuture) }
}

function marksOf(guessed: 'unit' | 'zone' | undefined, isFuture: boolean): readonly Quality[] {
  if (guessed === undefined) return isFuture ? ['from-the-future'] : NO_MARKS
  const mark = `time-${guessed}-guessed` as const
  return isFuture ? ['from-the-future', mark] : [mark]
}
