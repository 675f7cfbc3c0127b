import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { EVENTS, NOTICES } from '#lib/event-bus/topics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { anEvent, type EventDraft } from './open-kafidx.fixture.ts'
import { openTail } from './open-tail.ts'

const SECOND_MS = 1_000
const START = 1_760_000_000_000

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: START })
})
afterEach(() => {
  vi.useRealTimers()
})

function aTail() {
  const tail = openTail(quietLog)
  let offset = 0
  return {
    tail,
    take: (topic: string, ...drafts: readonly EventDraft[]) => {
      const records = drafts.map((draft) => ({
        topic,
        partition: 0,
        offset: (offset += 1),
        key: 'k',
        value: JSON.stringify(anEvent(draft)),
        timestamp: Date.now(),
      }))
      return tail.take({ topic, partition: 0, records })
    },
  }
}

describe('rates', () => {
  test('cover the last ten full seconds: a burst counts for exactly ten seconds', async () => {
    const { tail, take } = aTail()
    await take(EVENTS.name, ...Array.from({ length: 50 }, () => ({ type: 'geo' })), { type: 'w' })
    expect(tail.rates()).toEqual({})
    for (const seconds of [1, 5, 10]) {
      vi.setSystemTime(START + seconds * SECOND_MS)
      expect(tail.rates()).toEqual({ geo: 5, w: 0.1 })
    }
    vi.setSystemTime(START + 11 * SECOND_MS)
    expect(tail.rates()).toEqual({})
  })

  test('are limited, for any number of types', async () => {
    const { tail, take } = aTail()
    const types = Array.from({ length: 1_000 }, (_, n) => ({ type: `type-${n}` }))
    await take(EVENTS.name, ...types, { type: 'geo' }, { type: 'geo' })
    vi.setSystemTime(START + SECOND_MS)
    expect(Object.keys(tail.rates())).toHaveLength(24)
    expect(tail.rates()).toMatchObject({ geo: 0.2 })
  })

  test('do not include notices', async () => {
    const { tail, take } = aTail()
    await take(NOTICES.name, { type: 'match.found' })
    vi.setSystemTime(START + SECOND_MS)
    expect(tail.rates()).toEqual({})
  })
})

test('totals count events, matches found and pairs rung', async () => {
  const { tail, take } = aTail()
  await take(EVENTS.name, { type: 'geo' }, { type: 'mtf' }, { type: 'match.found' })
  await take(NOTICES.name, { type: 'match.found' }, { type: 'match.ended' })
  expect(tail.totals()).toEqual({ events: 3, matches: 1, rings: 1 })
})

test('a viewer gets records until it leaves; other viewers are not affected', async () => {
  const { tail, take } = aTail()
  const [left, stayed]: [string[], string[]] = [[], []]
  const leave = tail.follow(({ event }) => left.push(event.type))
  tail.follow(({ event }) => stayed.push(event.type))
  await take(EVENTS.name, { type: 'a' })
  leave()
  await take(EVENTS.name, { type: 'b' })
  expect([left, stayed]).toEqual([['a'], ['a', 'b']])
})
