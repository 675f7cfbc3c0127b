import { beforeEach, describe, expect, test } from 'vitest'
import type { PushResult } from '#lib/pusher/pusher.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { openChannelGate, type ChannelGate } from './channel-gate.ts'

const SENT: PushResult = { outcome: 'sent', providerId: 'p' }
const HELD: PushResult = { outcome: 'held', reason: 'wrong key' }
const LATER: PushResult = { outcome: 'later', reason: '503' }
const busy = (retryAfterMs?: number): PushResult => ({
  outcome: 'busy',
  reason: '429',
  ...(retryAfterMs !== undefined && { retryAfterMs }),
})

let gate: ChannelGate
let lines: string[]

beforeEach(() => {
  lines = []
  const write = (level: string) => (message: string) => void lines.push(`${level}: ${message}`)
  const log = { ...quietLog, error: write('error'), warn: write('warn'), info: write('info') }
  gate = openChannelGate('onesignal', log)
})

/** The time of the next try, from the status. */
function nextTry(nowMs: number): number {
  return nowMs + gate.status(nowMs).nextTryInMs
}

test('is open at first, and stays open for any outcome of single deliveries', () => {
  for (const result of [
    SENT,
    LATER,
    { outcome: 'gone', reason: '' },
    { outcome: 'refused', reason: '' },
  ] as const) {
    gate.note(result, 5)
    expect(gate.admit(32, 5)).toBe(32)
  }
  expect(gate.status(9)).toEqual({ state: 'open', forMs: 0, nextTryInMs: 0 })
  expect(lines).toEqual([])
})

describe('a channel whose account is refused', () => {
  test('is held, then tried with one delivery, and opens when the provider accepts it', () => {
    gate.note(HELD, 1_000)
    expect(gate.admit(32, 1_000)).toBe(0)
    expect(gate.status(1_500)).toMatchObject({ state: 'held', reason: 'wrong key', forMs: 500 })
    const due = nextTry(1_000)
    expect(due).toBeGreaterThanOrEqual(3_000)
    expect(due).toBeLessThanOrEqual(4_000)
    expect(gate.admit(32, due - 1)).toBe(0)
    expect([gate.admit(32, due), gate.admit(0, due)]).toEqual([1, 0])
    gate.note(SENT, due)
    expect(gate.admit(32, due)).toBe(32)
  })

  test('is tried with increasing waits, up to about one minute, without an end', () => {
    let now = 0
    const waits: number[] = []
    for (let times = 0; times < 100; times += 1) {
      gate.note(HELD, now)
      waits.push(nextTry(now) - now)
      now = nextTry(now)
    }
    expect(
      waits.slice(0, 5).every((wait, index) => wait >= 2_000 * 2 ** index && wait <= 3_000 * 2 ** index),
    ).toBe(true)
    expect(waits.slice(5).every((wait) => wait >= 60_000 && wait <= 90_000)).toBe(true)
    expect(gate.status(now).forMs).toBe(now)
  })

  test('does not wait longer for many calls in flight, and none of those opens it', () => {
    gate.note(HELD, 0)
    const due = nextTry(0)
    for (let call = 0; call < 31; call += 1) gate.note(call % 2 === 0 ? HELD : SENT, 1)
    gate.note(LATER, 2)
    expect(nextTry(2)).toBe(due)
    expect(gate.status(2).state).toBe('held')
  })

  test('stays held when a try gives no clear answer', () => {
    gate.note(HELD, 0)
    for (const result of [LATER, busy(300_000)]) {
      const due = nextTry(0)
      gate.note(result, due)
      expect(gate.status(due).state).toBe('held')
      expect(nextTry(due)).toBeGreaterThan(due)
    }
    expect(gate.status(0).nextTryInMs).toBeGreaterThanOrEqual(300_000)
  })

  test('is logged once when it begins, and once when it ends', () => {
    for (const now of [0, 1, 100_000, 200_000]) gate.note(HELD, now)
    gate.note(SENT, 900_000)
    gate.note(SENT, 900_001)
    expect(lines).toEqual([
      'error: the provider refuses our account, the channel waits until that is fixed',
      'info: the channel is open again',
    ])
  })
})

describe('a channel that sends too fast', () => {
  test('waits for the time of Retry-After, the longest of several answers', () => {
    for (const seconds of [5, 50, 7]) gate.note(busy(seconds * 1_000), 0)
    expect(gate.status(0)).toMatchObject({ state: 'slowed', reason: '429', nextTryInMs: 50_000 })
    gate.note(SENT, 100)
    expect(gate.admit(32, 49_999)).toBe(0)
    expect(gate.admit(32, 50_000)).toBe(1)
    gate.note(SENT, 50_001)
    expect(gate.admit(32, 50_001)).toBe(32)
  })

  test('waits some seconds without Retry-After, longer each time', () => {
    gate.note(busy(), 0)
    const first = nextTry(0)
    expect(first).toBeGreaterThanOrEqual(2_000)
    gate.note(busy(), first)
    expect(nextTry(first) - first).toBeGreaterThanOrEqual(4_000)
  })

  test('is slowed by a server error with Retry-After too', () => {
    gate.note({ ...LATER, retryAfterMs: 120_000 }, 0)
    expect(gate.status(0)).toMatchObject({ state: 'slowed', nextTryInMs: 120_000 })
  })

  test('is held when its account is refused meanwhile', () => {
    gate.note(busy(10_000), 0)
    gate.note(HELD, 10_000)
    expect(gate.status(10_000)).toMatchObject({ state: 'held', forMs: 0 })
  })
})

test('failures in a row close the channel if its calls fail together, and only then', () => {
  const together = openChannelGate('onesignal', quietLog, { failsTogether: true })
  const admitted = (each: ChannelGate, results: readonly PushResult[]) => {
    for (const result of results) each.note(result, 0)
    return each.admit(32, 0)
  }
  const four = Array.from({ length: 4 }, () => LATER)
  expect(admitted(together, [...four, SENT, ...four])).toBe(32)
  expect(admitted(gate, [...four, ...four])).toBe(32)
  expect(admitted(together, [LATER])).toBe(0)
  expect(together.status(0)).toMatchObject({ state: 'slowed', reason: '503' })
  const tryAt = together.status(0).nextTryInMs
  expect(together.admit(32, tryAt)).toBe(1)
  together.note(SENT, tryAt)
  expect(admitted(together, four)).toBe(32)
})
