import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTrackerWorld, type TrackerWorld } from '../open-tracker-world.fixture.ts'

let world: TrackerWorld

beforeAll(async () => {
  world = await openTrackerWorld()
})
afterAll(() => world.close())

function post(headers: Record<string, string>, body: BodyInit | null = null) {
  return world.tracker().request('/v1/events', { method: 'POST', headers, body }, {})
}

function postJson(body: unknown) {
  return post({ 'content-type': 'application/json' }, typeof body === 'string' ? body : JSON.stringify(body))
}

const BINARY = {
  'ce-specversion': '1.0',
  'ce-type': 'geo',
  'ce-id': 'ce-1',
  'ce-subject': 'phone-1',
  'ce-source': '/forged',
}

test('takes a plain object; its other fields are the params', async () => {
  const response = await postJson({ type: 'order', id: 'o-1', di: 'phone-1', price: 12 })
  expect(await response.json()).toEqual({ status: 'ok', id: 'o-1' })
  expect(await world.kept()).toMatchObject([
    { id: 'o-1', type: 'order', device: 'phone-1', params: { di: 'phone-1', price: 12 } },
  ])
})

test('takes a CloudEvent in structured mode, and ignores its source', async () => {
  await postJson({
    specversion: '1.0',
    id: 'c-1',
    source: '/service/storage',
    type: 'srch',
    subject: 'phone-1',
    time: '2026-01-01T00:00:00Z',
    data: { a: 1 },
  })
  expect(await world.kept()).toMatchObject([
    {
      id: 'c-1',
      source: '/tracker/berlin',
      device: 'phone-1',
      time: Date.parse('2026-01-01T00:00:00Z'),
      params: { a: 1 },
      quality: ['unproven'],
    },
  ])
})

test.each([
  ['{"type":', 400, 'body'],
  ['"text"', 400, 'event'],
  ['{"id":"x"}', 400, 'type'],
  ['{"type":"\\u200b"}', 400, 'type'],
  ['{"type":"w","id":"a b"}', 400, 'id'],
  ['{"type":"w","di":"\\u200b\\u00ad"}', 400, 'di'],
  ['{"specversion":"1.0","type":"w","source":"/s","id":"\\ufeff"}', 400, 'id'],
  ['{"specversion":"1.0","type":"w","source":" ","id":"1"}', 400, 'source'],
  ['{"type":"w","di":{}}', 400, 'di'],
  ['{"type":"w","params":{"a":{"b":{"c":{"d":1}}}}}', 400, 'body'],
])('%s is answered %i naming "%s"', async (body, status, field) => {
  const response = await postJson(body)
  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ field })
  expect((await world.tracker().request('/t/w', {}, {})).status).toBe(200)
  expect(await world.kept()).toHaveLength(1)
})

test('refuses an event that is too large', async () => {
  expect((await postJson({ type: 'w', a: 'x'.repeat(3_000) })).status).toBe(413)
  expect(await world.kept()).toEqual([])
})

test('200: an event in JSON with each type that pages send', async () => {
  for (const type of ['application/json', 'text/plain;charset=UTF-8', 'Application/JSON; charset=utf-8']) {
    const response = await post(
      { 'content-type': type },
      '{"type":"w","id":"p-1","di":"phone-1","params":{"n":1}}',
    )
    expect([response.status, response.headers.get('push-ack')]).toEqual([200, 'stream'])
    expect(await world.kept()).toMatchObject([{ id: 'p-1', type: 'w', device: 'phone-1', params: { n: 1 } }])
  }
})

test('200: a CloudEvent in structured mode, with the source that the tracker sets', async () => {
  const event = {
    specversion: '1.0',
    type: 'geo',
    id: 's-1',
    source: '/service/forged',
    subject: 'phone-1',
    data: { lt: '52.5' },
  }
  const response = await post({ 'content-type': 'application/cloudevents+json' }, JSON.stringify(event))
  expect(await response.json()).toEqual({ status: 'ok', id: 's-1' })
  expect(await world.kept()).toMatchObject([
    { id: 's-1', type: 'geo', device: 'phone-1', source: '/tracker/berlin', params: { lt: '52.5' } },
  ])
})

test('200: a CloudEvent in binary mode, with any data', async () => {
  await post({ ...BINARY, 'content-type': 'application/json' }, '{"lt":"52.5"}')
  await post({ ...BINARY, 'ce-id': 'ce-2', 'content-type': 'text/plain' }, 'grüße')
  await post(
    { ...BINARY, 'ce-id': 'ce-3', 'content-type': 'application/octet-stream' },
    new Uint8Array([1, 255]),
  )
  await post({ ...BINARY, 'ce-id': 'ce-4' })
  await post({ ...BINARY, 'ce-id': 'ce-5', 'ce-type': '"b%C3%BCcher%20%22neu%22"' })
  expect(await world.kept()).toMatchObject([
    { id: 'ce-1', type: 'geo', device: 'phone-1', source: '/tracker/berlin', params: { lt: '52.5' } },
    { id: 'ce-2', params: { data: 'grüße', datacontenttype: expect.stringContaining('text/plain') } },
    { id: 'ce-3', params: { data_base64: 'Af8=', datacontenttype: 'application/octet-stream' } },
    { id: 'ce-4', params: {} },
    { id: 'ce-5', type: 'bücher "neu"' },
  ])
})

test.each([
  ['of another version', { ...BINARY, 'ce-specversion': '0.3' }, '', 'specversion'],
  ['with a header in a wrong encoding', { ...BINARY, 'ce-subject': '100%' }, '', 'ce-subject'],
  ['with broken JSON', { ...BINARY, 'content-type': 'application/json' }, '{', 'body'],
  ['without a type', { 'ce-specversion': '1.0' }, '', 'type'],
])('400: a CloudEvent in binary mode %s', async (_, headers, body, field) => {
  const response = await post(headers, body)
  expect([response.status, (await response.json()).field]).toEqual([400, field])
  expect(await world.kept()).toEqual([])
})

test('415: an unknown type; the answer names the known ones', async () => {
  for (const type of [
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ]) {
    const response = await post({ 'content-type': type }, 'type=w')
    expect(response.status).toBe(415)
    expect((await response.json()).detail).toContain('application/cloudevents+json')
  }
  expect(await world.kept()).toEqual([])
})
