import { correctedTime } from '#lib/events/corrected-time.ts'
import type { Quality } from '#lib/events/event.ts'
import { isPlausibleTime, readTime, type TimeUnit } from '#lib/events/read-time.ts'

/** When an event happened, in milliseconds since 1970. */
export interface TimeOfEvent {
  /** By our clock. */
  readonly time: number
  /** By the client's; undefined where it gave none, or none that can be. */
  readonly clientTime: number | undefined
  /** What is doubtful about it. */
  readonly marks: readonly Quality[]
}

/** What an event says of its time; nothing in it was checked yet. */
export interface SaidTime {
  readonly time: unknown
  /** What a number stands for as its time; milliseconds where it is absent. */
  readonly timeUnit?: TimeUnit
  /** The client's clock when it sent this event, where it told; that of the call comes first. */
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
 * When an event happened, by our clock. No event is refused for its time: where it has none that can be read, or one that cannot be,
 * it happened when it was received.
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
  // Where one of the two clocks was never set, their difference is no age.
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
