import type { LiveFrame } from '#lib/service-client/live-frame.ts'

type LiveEvent = LiveFrame['events'][number]
type LiveMatch = LiveFrame['matches'][number]

/** What the live page shows. */
export interface LiveState {
  readonly rates: LiveFrame['rates']
  readonly totals: LiveFrame['totals']
  /** Newest first. */
  readonly events: readonly LiveEvent[]
  /** Newest first. */
  readonly matches: readonly LiveMatch[]
  /** When each phone moved last, in milliseconds since 1970. */
  readonly moving: ReadonlyMap<string, number>
  /** When the last event came, in milliseconds since 1970. */
  readonly lastEventAt: number
}

const EVENTS_MAX = 9
const MATCHES_MAX = 9
const MOVING_MS = 15_000

/** The state before the first frame. */
export function emptyState(now: number): LiveState {
  return {
    rates: {},
    totals: { events: 0, matches: 0, rings: 0 },
    events: [],
    matches: [],
    moving: new Map(),
    lastEventAt: now,
  }
}

/** The state after one more frame. After a broken connection a frame repeats matches; they are shown once. */
export function withFrame(state: LiveState, frame: LiveFrame): LiveState {
  const moving = new Map(state.moving)
  for (const { type, device } of frame.events) if (type === 'geo') moving.set(device, frame.at)
  for (const [device, at] of moving) if (frame.at - at > MOVING_MS) moving.delete(device)
  const matches = new Map([...state.matches, ...frame.matches].map((match) => [match.id, match]))
  return {
    rates: frame.rates,
    totals: frame.totals,
    events: [...frame.events.toReversed(), ...state.events].slice(0, EVENTS_MAX),
    matches: [...matches.values()]
      .toSorted((a, b) => Date.parse(b.foundAt) - Date.parse(a.foundAt))
      .slice(0, MATCHES_MAX),
    moving,
    lastEventAt: frame.events.length > 0 ? frame.at : state.lastEventAt,
  }
}
