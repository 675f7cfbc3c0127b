import { beforeAll, describe, expect, test } from 'vitest'
import { LIMITS } from '../a-tracker.fixture.ts'
import { openTrackerWorld, type TrackerWorld } from '../open-tracker-world.fixture.ts'

let world: TrackerWorld

beforeAll(async () => {
  world = await openTrackerWorld()
  return () => world.close()
})

/** Calls a tracker with the default limits. */
async function call(path: string, body?: string | Uint8Array) {
  const limits = { ...LIMITS, ipEventsPerSecond: 0 }
  const init = body === undefined ? {} : { method: 'POST', body: new Uint8Array(Buffer.from(body)) }
  const response = await world.tracker({ limits }).request(path, init, {})
  return { status: response.status, answer: await response.text(), kept: await world.kept() }
}

/** JSON with a given number of levels. */
function nested(levels: number): unknown {
  return levels === 0 ? 1 : { a: nested(levels - 1) }
}

const KIBIBYTE = 1_024

describe('exactly the limit is taken, and one more is not', () => {
  test('an event of 32 KiB', async () => {
    const body = JSON.stringify({ type: 'w' })
    expect(await call('/v1/events', body.padEnd(32 * KIBIBYTE))).toMatchObject({ status: 200 })
    expect(await call('/v1/events', body.padEnd(32 * KIBIBYTE + 1))).toMatchObject({ status: 413, kept: [] })
  })

  test('an event of a batch, measured as it is kept', async () => {
    const room = 31 * KIBIBYTE
    const batch = [
      { type: 'w', id: 'fits', a: 'x'.repeat(room) },
      { type: 'w', id: 'large', a: 'x'.repeat(room + KIBIBYTE) },
      // In bytes, not in characters.
      { type: 'w', id: 'wide', a: '€'.repeat(room / 2) },
    ]
    const { status, answer, kept } = await call('/v1/batch', JSON.stringify(batch))
    expect(status).toBe(200)
    expect(JSON.parse(answer)).toMatchObject({
      results: { fits: { result: 'ok' }, large: { result: 'invalid' }, wide: { result: 'invalid' } },
    })
    expect(kept.map(({ id }) => id)).toEqual(['fits'])
  })

  test('a batch of 1,000 events', async () => {
    const of = (count: number) => JSON.stringify(Array.from({ length: count }, () => ({ type: 'w' })))
    const whole = await call('/v1/batch', of(1_000))
    expect([whole.status, whole.kept.length]).toEqual([200, 1_000])
    expect(await call('/v1/batch', of(1_001))).toMatchObject({ status: 413, kept: [] })
  })

  test('a batch of 1 MiB', async () => {
    const body = '[{"type":"w"}]'
    expect(await call('/v1/batch', body.padEnd(KIBIBYTE ** 2))).toMatchObject({ status: 200 })
    expect(await call('/v1/batch', body.padEnd(KIBIBYTE ** 2 + 1))).toMatchObject({ status: 413, kept: [] })
  })

  test('a query of 8 KiB', async () => {
    const query = (length: number) => `/t/w?a=${'x'.repeat(length - 'a='.length)}`
    const { status, kept } = await call(query(8 * KIBIBYTE))
    expect([status, kept.length]).toEqual([200, 1])
    expect(await call(query(8 * KIBIBYTE + 1))).toMatchObject({ status: 413, kept: [] })
  })

  test('JSON of 16 levels', async () => {
    const event = (levels: number) => ({ type: 'w', params: nested(levels - 1) })
    for (const [path, body] of [
      ['/v1/events', event],
      ['/v1/batch', (levels: number) => ({ batch: [event(levels)] })],
    ] as const) {
      expect(await call(path, JSON.stringify(body(16)))).toMatchObject({ status: 200 })
      expect(await call(path, JSON.stringify(body(17)))).toMatchObject({ status: 400, kept: [] })
    }
  })
})

describe('harmful JSON is kept unchanged, or refused:', () => {
  test('as many keys as fit', async () => {
    const params = Object.fromEntries(Array.from({ length: 2_500 }, (_, index) => [`k${index}`, index]))
    const { status, kept } = await call('/v1/events', JSON.stringify({ type: 'w', params }))
    expect([status, kept[0]?.params]).toEqual([200, params])
  })

  test('the same key a thousand times: the last one counts, as in JSON.parse()', async () => {
    const body = `{"type":"w","params":{${'"a":1,'.repeat(1_000)}"a":2}}`
    expect((await call('/v1/events', body)).kept[0]?.params).toEqual({ a: 2 })
  })

  test('names of the prototype are normal names', async () => {
    const names = '{"__proto__":{"isAdmin":true},"constructor":1,"hasOwnProperty":2}'
    for (const body of [`{"type":"w","params":${names}}`, `{"type":"w",${names.slice(1)}`]) {
      const { status, kept } = await call('/v1/events', body)
      expect(status).toBe(200)
      expect(JSON.stringify(kept[0]?.params)).toBe(names)
    }
    expect('isAdmin' in {}).toBe(false)
  })

  test('a million brackets', async () => {
    const half = 500_000
    const body = '['.repeat(half) + ']'.repeat(half)
    expect(await call('/v1/batch', body)).toMatchObject({ status: 400, kept: [] })
  })
})
