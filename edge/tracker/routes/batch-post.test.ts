import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTrackerWorld, type TrackerWorld } from '../open-tracker-world.fixture.ts'

let world: TrackerWorld

beforeAll(async () => {
  world = await openTrackerWorld()
})
afterAll(() => world.close())

function post(contentType: string, body: string | Uint8Array<ArrayBuffer>) {
  const headers = { 'content-type': contentType }
  return world.tracker().request('/v1/batch', { method: 'POST', headers, body }, {})
}

function postJson(body: unknown) {
  return post('application/json', JSON.stringify(body))
}

const EVENTS = [
  { type: 'w', id: 'a', params: { n: 1 } },
  { type: 'w', id: 'b', params: { n: 2 } },
]

test('keeps the good events, and answers a result for each event', async () => {
  const response = await postJson({
    batch: [{ type: 'w', id: 'b-1' }, { type: 'w', id: 'b-1' }, { type: '', id: 'b-2' }, 7],
  })
  expect(response.status).toBe(200)
  expect(response.headers.get('push-ack')).toBe('stream')
  expect(await response.json()).toEqual({
    results: {
      'b-1': { result: 'duplicate' },
      'b-2': {
        result: 'invalid',
        detail:
          '"type" must be text of 1 to 64 characters, with at least one visible character and no control characters',
      },
      '#3': { result: 'invalid', detail: '"event" must be a JSON object' },
    },
  })
  expect((await world.kept()).map(({ id }) => id)).toEqual(['b-1'])
})

test('keeps the events of two devices that use the same id', async () => {
  const batch = ['phone-1', 'phone-2', 'phone-1'].map((di) => ({ type: 'w', id: 'same', di }))
  await postJson({ batch })
  expect((await world.kept()).map(({ device }) => device)).toEqual(['phone-1', 'phone-2'])
})

test("corrects client times by the client's clock", async () => {
  const now = Date.now()
  const batch = [{ type: 'w', ts: now - 3_600_000 - 5_000 }]
  await postJson({ sentAt: now - 3_600_000, batch })
  const [event] = await world.kept()
  expect(event?.time).toBe((event?.receivedAt ?? 0) - 5_000)
})

test('refuses a body that is not a batch, and too many events; the answer names the field', async () => {
  expect(await (await postJson({ events: [] })).json()).toMatchObject({
    status: 400,
    field: 'batch',
  })
  const many = Array.from({ length: 6 }, () => ({ type: 'w' }))
  expect(await (await postJson(many)).json()).toMatchObject({ status: 413, field: 'batch' })
  expect(await world.kept()).toEqual([])
})

test.each([
  ['an array', 'application/json', JSON.stringify(EVENTS)],
  ['in an object', 'application/json', JSON.stringify({ batch: EVENTS })],
  ['by sendBeacon', 'text/plain;charset=UTF-8', JSON.stringify({ batch: EVENTS })],
  [
    'CloudEvents',
    'application/cloudevents-batch+json',
    JSON.stringify(
      EVENTS.map(({ params, ...event }) => ({ specversion: '1.0', source: '/x', ...event, data: params })),
    ),
  ],
  ['lines', 'application/x-ndjson', EVENTS.map((event) => JSON.stringify(event)).join('\n\r\n')],
  [
    'lines with another media type',
    'application/jsonl',
    `${EVENTS.map((event) => JSON.stringify(event)).join('\n')}\n`,
  ],
  [
    "Segment's messages",
    'application/json',
    JSON.stringify({
      batch: EVENTS.map(({ id, params }) => ({
        type: 'track',
        event: 'w',
        messageId: id,
        userId: 'anna',
        properties: params,
      })),
    }),
  ],
])('200: a batch of events as %s', async (_, type, body) => {
  const response = await post(type, body)
  expect([response.status, response.headers.get('push-ack')]).toEqual([200, 'stream'])
  expect(await response.json()).toEqual({ results: { a: { result: 'ok' }, b: { result: 'ok' } } })
  expect(await world.kept()).toMatchObject([
    { id: 'a', type: 'w', params: { n: 1 } },
    { id: 'b', type: 'w', params: { n: 2 } },
  ])
})

test.each([
  'application/ndjson',
  'application/x-ndjson',
  'application/jsonl',
  'application/jsonlines',
  'application/x-jsonlines',
  'Application/NDJSON; charset=utf-8',
  'application/x-ndjson;charset="UTF-8"',
])('200: lines of %s, with any line ending', async (type) => {
  const [a, b] = EVENTS.map((event) => JSON.stringify(event))
  for (const body of [
    `${a}\n${b}`,
    `${a}\r\n${b}\r\n`,
    `\ufeff${a}\n\n \t\n${b}\n\n`,
    `\n${a}\n\ufeff${b}`,
  ]) {
    const response = await post(type, body)
    expect(await response.json()).toEqual({ results: { a: { result: 'ok' }, b: { result: 'ok' } } })
    expect((await world.kept()).map(({ id }) => id)).toEqual(['a', 'b'])
  }
})

test('each event has a result, for any ids; no result hides another', async () => {
  const events = [
    { type: 'w', id: 'same', di: 'phone-1' },
    { type: 'w', id: 'same', di: 'phone-2' },
    { type: '', id: 'same' },
    { type: 'w', id: 'same', di: 'phone-1' },
    { specversion: '1.0', type: 'w', id: '#0', source: '/x' },
  ]
  expect(await (await postJson(events)).json()).toEqual({
    results: {
      same: { result: 'duplicate' },
      '#1': { result: 'ok', id: 'same' },
      '#2': {
        result: 'invalid',
        detail:
          '"type" must be text of 1 to 64 characters, with at least one visible character and no control characters',
        id: 'same',
      },
      '#4': { result: 'ok', id: '#0' },
    },
  })
  expect(await world.kept()).toHaveLength(3)
  const [good, bad] = [
    { type: 'w', id: 'a' },
    { type: '', id: 'a' },
  ]
  expect(await (await postJson([bad, good])).json()).toMatchObject({
    results: { a: { result: 'invalid' }, '#1': { result: 'ok', id: 'a' } },
  })
  await world.entries()
})

test.each(['di', 'dk', 'ts', 'params', 'userId', 'anonymousId', 'event', 'properties', 'traits'])(
  '400: "%s" beside the events',
  async (field) => {
    const response = await postJson({ batch: EVENTS, [field]: 'phone-1' })
    expect([response.status, (await response.json()).field]).toEqual([400, field])
    expect(await (await postJson({ batch: EVENTS, [field]: null })).json()).toMatchObject({
      results: { a: { result: 'ok' } },
    })
    await world.entries()
  },
)

test('200: the context of a batch applies to each event', async () => {
  const message = { type: 'track', event: 'Bought', userId: 'anna', properties: { n: 1 } }
  const library = { name: 'analytics-java' }
  const batch = [message, { ...message, context: { locale: 'de', library: { name: 'x' } } }, 7]
  const { results } = await (await postJson({ batch, context: { library, ip: '198.51.100.7' } })).json()
  expect(Object.values(results)).toMatchObject([{ result: 'ok' }, { result: 'ok' }, { result: 'invalid' }])
  expect((await world.kept()).map(({ params }) => params['context'])).toEqual([
    { library },
    { locale: 'de', library: { name: 'x' } },
  ])
})

test('200: wrong UTF-8 refuses its line only', async () => {
  const bytes = Buffer.from(
    '{"type":"w","id":"a"}\r\n\n{"type":"w","id":"\u00ff"}\n{"type":"w","id":"c"}',
    'latin1',
  )
  const { results } = await (await post('application/x-ndjson', bytes)).json()
  expect(results).toMatchObject({
    a: { result: 'ok' },
    '#1': { result: 'invalid', detail: expect.stringContaining('UTF-8') },
    c: { result: 'ok' },
  })
  expect((await world.kept()).map(({ id }) => id)).toEqual(['a', 'c'])
})

test('413: too many lines, with wrong UTF-8', async () => {
  const bytes = Buffer.from('\u00ff\n'.repeat(6), 'latin1')
  expect((await post('application/x-ndjson', bytes)).status).toBe(413)
})

test('200: an unreadable line does not affect the others', async () => {
  const lines = ['{"type":"w","id":"a"}', '{"type":', '[1]', '{"type":"w","id":"d"}']
  const { results } = await (await post('application/x-ndjson', lines.join('\n'))).json()
  expect(results).toMatchObject({
    a: { result: 'ok' },
    '#1': { result: 'invalid' },
    '#2': { result: 'invalid' },
    d: { result: 'ok' },
  })
  expect((await world.kept()).map(({ id }) => id)).toEqual(['a', 'd'])
})

test('413: too many lines are all refused', async () => {
  expect((await post('application/x-ndjson', '{"type":"w"}\n'.repeat(6))).status).toBe(413)
  expect(await world.kept()).toEqual([])
})

test('400: a body that is not a batch', async () => {
  for (const [type, body] of [
    ['application/json', '{"type":"w"}'],
    ['application/cloudevents-batch+json', '{}'],
    ['application/json', 'nothing'],
  ] as const) {
    expect((await post(type, body)).status).toBe(400)
  }
})

test('415: an unknown type', async () => {
  expect((await post('text/csv', 'w,1')).status).toBe(415)
})
