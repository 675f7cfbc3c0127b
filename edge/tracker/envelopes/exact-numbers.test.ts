import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTrackerWorld, type TrackerWorld } from '../open-tracker-world.fixture.ts'

const BIG = '616581622363398142'

let world: TrackerWorld

beforeAll(async () => {
  world = await openTrackerWorld()
})
afterAll(() => world.close())

function post(path: string, contentType: string, body: string, headers: Record<string, string> = {}) {
  return world
    .tracker()
    .request(path, { method: 'POST', headers: { 'content-type': contentType, ...headers }, body }, {})
}

const PARAMS = `{"order":${BIG},"list":[${BIG}],"total":12.5,"part":0.1234567890123456789}`
const KEPT = { order: BIG, list: [BIG], total: 12.5, part: '0.1234567890123456789' }

test.each([
  ['a plain event', '/v1/events', 'application/json', `{"type":"w","params":${PARAMS}}`],
  ['one without params', '/v1/events', 'text/plain', `{"type":"w",${PARAMS.slice(1)}`],
  [
    'a CloudEvent',
    '/v1/events',
    'application/cloudevents+json',
    `{"specversion":"1.0","type":"w","data":${PARAMS}}`,
  ],
  ['a beacon', '/t/w', 'application/json', PARAMS],
  ['a beacon of text', '/t/w', 'text/plain', PARAMS],
  ['a batch', '/v1/batch', 'application/json', `{"batch":[{"type":"w","params":${PARAMS}}]}`],
  [
    'a batch of CloudEvents',
    '/v1/batch',
    'application/cloudevents-batch+json',
    `[{"specversion":"1.0","type":"w","data":${PARAMS}}]`,
  ],
  ['lines', '/v1/batch', 'application/ndjson', `{"type":"w","params":${PARAMS}}`],
  ['a Segment message', '/v1/track', 'application/json', `{"event":"w","properties":${PARAMS}}`],
  ['a beacon of JSON', '/t/w', 'application/json', PARAMS],
  ['a beacon of text', '/t/w', 'text/plain', PARAMS],
])('the params of %s keep every digit', async (_, path, contentType, body) => {
  expect((await post(path, contentType, body)).status).toBe(200)
  const [event] = await world.kept()
  expect(event?.params).toMatchObject(KEPT)
})

test('the params of a CloudEvent in binary mode keep every digit', async () => {
  await post('/v1/events', 'application/json', PARAMS, { 'ce-specversion': '1.0', 'ce-type': 'w' })
  expect(await world.kept()).toMatchObject([{ params: KEPT }])
})

test.each([
  ['a plain event', '/v1/events', `{"type":"w","di":${BIG}}`],
  ['its params', '/v1/events', `{"type":"w","params":{"di":${BIG}}}`],
  ['a CloudEvent', '/v1/events', `{"specversion":"1.0","type":"w","subject":${BIG}}`],
  ['a Segment message', '/v1/track', `{"event":"w","userId":${BIG}}`],
  ['a beacon', '/t/w', `{"di":${BIG}}`],
  [
    'Overland',
    '/overland',
    `{"locations":[{"type":"Feature","geometry":{"coordinates":[1,2]},"properties":{"device_id":${BIG}}}]}`,
  ],
  ['Traccar Client', '/osmand', `{"device_id":${BIG},"location":{"coords":{"latitude":1,"longitude":2}}}`],
])('the device of %s keeps every digit', async (_, path, body) => {
  expect((await post(path, 'application/json', body)).status).toBe(200)
  expect(await world.kept()).toMatchObject([{ device: BIG }])
})

test('the id of a Segment message keeps every digit', async () => {
  const answer = await post('/v1/track', 'application/json', `{"event":"w","messageId":${BIG}}`)
  expect(await answer.json()).toEqual({ status: 'ok', id: BIG })
  await world.entries()
})

test('a place keeps its value if a phone writes it with 17 digits or more', async () => {
  await post('/v1/events', 'application/json', '{"type":"geo","params":{"lt":52.520000000000003,"lg":13.4}}')
  await post(
    '/v1/events',
    'application/json',
    '{"type":"geo","params":{"lt":52.52000000000000312,"lg":13.4}}',
  )
  const kept = await world.kept()
  expect(kept.map(({ params, quality }) => [Number(params['lt']), quality])).toEqual([
    [52.52, []],
    [52.520000000000003, []],
  ])
})
