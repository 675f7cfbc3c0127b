import { beforeEach, describe, expect, test } from 'vitest'
import type { MatchNotice } from '#lib/events/match-notice.ts'
import { openCounter, type Counter } from '../open-counter.fixture.ts'
import { aNotice, ANNAS, ANNAS_TABLET } from '../open-desk.fixture.ts'
import { whySchema } from './why-wire.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const CAUSE = {
  source: '/tracker/local',
  id: 'e-1',
  time: 1_760_000_000_000,
  type: 'geo',
  person: 'ben',
  hops: { received: 1_760_000_000_010, enriched: 1_760_000_000_020, taken: 1_760_000_000_035 },
}

let counter: Counter

beforeEach(async () => {
  counter = await openCounter()
})

/** Takes a notice that Ben's phone caused; gives the id of the delivery to a person. */
async function ring(over: Partial<MatchNotice> = {}) {
  const notice = aNotice({ cause: CAUSE, ...over })
  await counter.take(notice)
  await counter.send()
  const found = await counter.deliveries.ofMatch(notice.match.id)
  return {
    notice,
    idOf: (person: string) => found.find((delivery) => delivery.person === person)?.id ?? '',
  }
}

async function why(id: string, as: string) {
  const response = await counter.call(`GET /deliveries/${id}/why`, { as })
  expect(response.status).toBe(200)
  return whySchema.parse(await response.json())
}

describe('GET /deliveries/{id}/why', () => {
  test('shows the time of each step, from the tracker to the answer of the provider', async () => {
    const { idOf, notice } = await ring()
    const told = await why(idOf('anna'), 'admin')
    expect(told).toMatchObject({ match: notice.match.id, state: 'sent', user: 'anna', attempts: 1 })
    expect(told.steps.map(({ name }) => name)).toEqual([
      'received',
      'enriched',
      'taken',
      'decided',
      'published',
      'noticed',
      'stored',
      'leased',
      'called',
      'answered',
    ])
    expect(told.steps.slice(0, 3)).toMatchObject([{ took_ms: 0 }, { took_ms: 10 }, { took_ms: 15 }])
    expect(told.steps.every(({ took_ms: took }) => took >= 0)).toBe(true)
  })

  test('shows people their own events, and of those of the other person only the type and the time', async () => {
    const { idOf } = await ring()
    const shown = { by: 'you', type: 'geo', source: '/tracker/local', id: 'e-1' }
    expect((await why(idOf('ben'), 'ben')).cause).toMatchObject(shown)
    expect((await why(idOf('anna'), 'anna')).cause).toEqual({
      by: 'other',
      type: 'geo',
      time: '2025-10-09T08:53:20.000Z',
    })
    expect((await why(idOf('anna'), 'admin')).cause).toMatchObject({ by: 'other', id: 'e-1' })
    expect(JSON.stringify(await why(idOf('anna'), 'anna'))).not.toContain('ben')
  })

  test('names the trace, and the reason when it did not ring', async () => {
    await ring()
    const { idOf } = await ring({ cause: { ...CAUSE, traceparent: `00-${TRACE}-00f067aa0ba902b7-01` } })
    const told = await why(idOf('anna'), 'anna')
    expect(told).toMatchObject({ state: 'rate_limited', reason: expect.any(String) })
    // The consumer reads the trace from the record of the bus, which this test has none of.
    expect(told.trace_id).toBeUndefined()
    expect(told.steps.at(-1)).toMatchObject({ name: 'leased' })
  })

  test('is 404 for others, and for what does not exist', async () => {
    const { idOf } = await ring()
    expect((await counter.call(`GET /deliveries/${idOf('anna')}/why`, { as: 'ben' })).status).toBe(404)
    expect((await counter.call('GET /deliveries/none/why', { as: 'admin' })).status).toBe(404)
  })
})

describe('POST /deliveries/{id}/retry', () => {
  const retry = (id: string, as = 'admin') => counter.call(`POST /deliveries/${id}/retry`, { as })

  test('sends again what the provider refused', async () => {
    counter.oneSignal.failNext({ status: 400, body: { errors: ['bad'] } }, 2)
    const { idOf } = await ring()
    expect(await counter.states()).toEqual(['refused', 'refused'])
    expect((await retry(idOf('anna'))).status).toBe(202)
    expect(await counter.send()).toEqual(['sent'])
    expect(counter.shown()).toEqual([ANNAS])
  })

  test('is 409 for what rang, 403 for people and 404 for unknown ones', async () => {
    const { idOf } = await ring()
    expect((await retry(idOf('anna'))).status).toBe(409)
    expect((await retry(idOf('anna'), 'anna')).status).toBe(403)
    expect((await retry('none')).status).toBe(404)
  })
})

describe('POST /notify', () => {
  const notify = (match: unknown, as = 'admin') => counter.call('POST /notify', { as, json: { match } })

  test('decides a match anew, by the same rules; devices that were registered since are told', async () => {
    const { notice, idOf } = await ring()
    const later = await ring()
    await counter.map('annas-tablet', 'anna', ANNAS_TABLET)
    const response = await notify(notice.match.id)
    expect(response.status).toBe(202)
    const { decisions } = (await response.json()) as { decisions: { device_id: string; decision: string }[] }
    expect(decisions).toHaveLength(3)
    expect(decisions).toContainEqual(
      expect.objectContaining({ delivery: idOf('anna'), decision: 'as_it_is', state: 'sent' }),
    )
    expect(decisions).toContainEqual(
      expect.objectContaining({ device_id: 'annas-tablet', decision: 'added', state: 'pending' }),
    )
    expect(await (await notify(later.notice.match.id)).json()).toMatchObject({
      decisions: expect.arrayContaining([
        expect.objectContaining({ decision: 'anew', state: 'pending', before: expect.any(String) }),
      ]),
    })
  })

  test('is 404 for an unknown match, 400 for no id, and for the admin only', async () => {
    const { notice } = await ring()
    expect((await notify('unknown')).status).toBe(404)
    expect(await (await notify({ $ne: '' })).json()).toMatchObject({ status: 400, field: 'match' })
    expect((await notify(notice.match.id, 'anna')).status).toBe(403)
  })
})
