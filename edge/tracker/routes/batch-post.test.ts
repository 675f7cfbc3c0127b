import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTrackerWorld, type TrackerWorld } from '../open-tracker-world.fixture.ts'

let world: TrackerWorld

beforeAll(async () => {
  world = await openTrackerWorld()
})
afterAll(() => world.close())

function post(contentType: string, body: string) {
  const headers = { 'content-type': contentType }
  return world.tracker().request('/v1/batch', { method: 'POST', headers, body }, {})
}

const EVENTS = [
  { type: 'w', id: 'a', params: { n: 1 } },
  { type: 'w', id: 'b', params: { n: 2 } },
]

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
    'lines by another name',
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

test('200: a line that cannot be read costs no other', async () => {
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

test('413: more lines than a batch may hold are all refused', async () => {
  expect((await post('application/x-ndjson', '{"type":"w"}\n'.repeat(6))).status).toBe(413)
  expect(await world.kept()).toEqual([])
})

test('400: what is no batch is said to be none', async () => {
  for (const [type, body] of [
    ['application/json', '{"type":"w"}'],
    ['application/cloudevents-batch+json', '{}'],
    ['application/json', 'nothing'],
  ] as const) {
    expect((await post(type, body)).status).toBe(400)
  }
})

test('415: what nobody reads is refused', async () => {
  expect((await post('text/csv', 'w,1')).status).toBe(415)
})
