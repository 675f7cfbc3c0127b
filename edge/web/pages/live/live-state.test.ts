import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LiveFrame } from '#lib/service-client/live-frame.ts'
import { emptyState, withFrame, type LiveState } from './live-state.ts'

const START = Date.UTC(2026, 0, 1)
const SHOWN_MAX = 9

type LiveEvent = LiveFrame['events'][number]
type LiveMatch = LiveFrame['matches'][number]

function anEvent(n: number, over: Partial<LiveEvent> = {}): LiveEvent {
  return { time: new Date(START + n).toISOString(), type: 'geo', device: `phone-${n}`, city: '', ...over }
}

/** The match with this number; the time at which it was found follows from it. */
function aMatch(n: number): LiveMatch {
  return {
    id: `match-${n}`,
    search: 's',
    offer: 'o',
    episode: 1,
    state: 'together',
    foundAt: new Date(START + Math.floor(n / 2)).toISOString(),
    distanceClass: '<1',
    title: `Match ${n}`,
    spot: { lat: 0, lng: 0 },
  }
}

function aFrame(over: Partial<LiveFrame> = {}): LiveFrame {
  return {
    at: START,
    rates: {},
    totals: { events: 0, matches: 0, rings: 0 },
    events: [],
    matches: [],
    ...over,
  }
}

function stateAfter(frames: readonly LiveFrame[]): LiveState {
  return frames.reduce(withFrame, emptyState(START))
}

// Frames as they come: events in their order, matches newest first, and matches that came before come again.
const frames = fc
  .array(
    fc.record({
      count: fc.nat(12),
      matches: fc.array(fc.nat(40), { maxLength: 20 }),
      laterMs: fc.nat(20_000),
    }),
    { maxLength: 20 },
  )
  .map((drafts) => {
    let [events, at] = [0, START]
    return drafts.map(({ count, matches, laterMs }) => {
      at += laterMs
      const numbers = Array.from({ length: count }, () => (events += 1))
      return aFrame({
        at,
        events: numbers.map((n) => anEvent(n)),
        matches: matches.toSorted((a, b) => b - a).map(aMatch),
      })
    })
  })

test('shows the last nine events, newest first, whatever the frames', () => {
  fc.assert(
    fc.property(frames, (given) => {
      const all = given.flatMap(({ events }) => events)
      expect(stateAfter(given).events).toEqual(all.toReversed().slice(0, SHOWN_MAX))
    }),
  )
})

test('shows the nine newest matches, newest first, each once, whatever the frames and repeats', () => {
  fc.assert(
    fc.property(frames, (given) => {
      const shown = stateAfter(given).matches
      const times = shown.map(({ foundAt }) => Date.parse(foundAt))
      const all = new Map(given.flatMap(({ matches }) => matches).map((match) => [match.id, match]))
      const newest = [...all.values()].map(({ foundAt }) => Date.parse(foundAt)).toSorted((a, b) => b - a)
      expect(new Set(shown.map(({ id }) => id)).size).toBe(shown.length)
      expect(times).toEqual(newest.slice(0, SHOWN_MAX))
    }),
  )
})

test('a frame that comes again changes no match', () => {
  fc.assert(
    fc.property(frames, (given) => {
      const state = stateAfter(given)
      const again = given.reduce(withFrame, state)
      expect(again.matches.map(({ id }) => id)).toEqual(state.matches.map(({ id }) => id))
    }),
  )
})

test('takes the rates and the totals of the last frame', () => {
  const last = { rates: { w: 2 }, totals: { events: 9, matches: 8, rings: 7 } }
  expect(stateAfter([aFrame({ rates: { geo: 1 } }), aFrame(last)])).toMatchObject(last)
  expect(stateAfter([aFrame({ rates: { geo: 1 } }), aFrame(last)]).rates).toEqual({ w: 2 })
})

test('a phone moves for 15 seconds after it said where it is, and other events do not count', () => {
  const moved = aFrame({ events: [anEvent(1, { device: 'a' }), anEvent(2, { device: 'b', type: 'w' })] })
  const movingAt = (ms: number) => [...stateAfter([moved, aFrame({ at: START + ms })]).moving.keys()]
  expect(movingAt(0)).toEqual(['a'])
  expect(movingAt(15_000)).toEqual(['a'])
  expect(movingAt(15_001)).toEqual([])
})

test('a phone that moves again moves on', () => {
  const at = (ms: number) => aFrame({ at: START + ms, events: [anEvent(1, { device: 'a' })] })
  const state = stateAfter([at(0), at(10_000), aFrame({ at: START + 20_000 })])
  expect([...state.moving.keys()]).toEqual(['a'])
})

test('knows when the last event came: a frame without events is none', () => {
  const frame = aFrame({ at: START + 5, events: [anEvent(1)] })
  expect(emptyState(START).lastEventAt).toBe(START)
  expect(stateAfter([frame, aFrame({ at: START + 9 })]).lastEventAt).toBe(START + 5)
})

test('leaves the state before as it was', () => {
  const before = stateAfter([aFrame({ events: [anEvent(1)], matches: [aMatch(1)] })])
  const copy = structuredClone(before)
  withFrame(before, aFrame({ at: START + 60_000, events: [anEvent(2)], matches: [aMatch(2)] }))
  expect(before).toEqual(copy)
})
