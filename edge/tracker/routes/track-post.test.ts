import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTrackerWorld, type TrackerWorld } from '../open-tracker-world.fixture.ts'

let world: TrackerWorld

beforeAll(async () => {
  world = await openTrackerWorld()
})
afterAll(() => world.close())

function post(path: string, body: BodyInit | null = null, headers: Record<string, string> = {}) {
  return world.tracker().request(path, { method: 'POST', headers, body }, {})
}

test('200: a beacon without a body is the event of its query', async () => {
  const response = await post('/t/any/where/leave?di=phone-1&id=7&seconds=12')
  expect([response.status, response.headers.get('push-ack')]).toEqual([200, 'stream'])
  expect(await world.kept()).toMatchObject([
    { type: 'leave', device: 'phone-1', protocol: 'post', params: { di: 'phone-1', id: '7', seconds: '12' } },
  ])
})

describe('fields of the body are kept beside those of the query', () => {
  const parts = new FormData()
  parts.append('a', '2')
  parts.append('b', 'x')
  parts.append('b', 'y')

  test.each<[string, BodyInit, string | undefined, Record<string, unknown>]>([
    ['a JSON object', '{"a":2,"b":{"c":3}}', 'application/json', { a: ['1', 2], b: { c: 3 } }],
    ['the same as text', ' {"b":2}', 'text/plain;charset=UTF-8', { a: '1', b: 2 }],
    ['other JSON', '[1,2]', 'text/plain', { a: '1', data: [1, 2] }],
    ['text', 'left {early', 'text/plain', { a: '1', data: 'left {early' }],
    ['text that only begins like JSON', '{left', 'text/plain', { a: '1', data: '{left' }],
    ['a form', 'a=2&b=x+y', 'application/x-www-form-urlencoded', { a: ['1', '2'], b: 'x y' }],
    ['JSON that is labelled as a form', '{"b":2}', 'application/x-www-form-urlencoded', { a: '1', b: 2 }],
    ['the parts of a form', parts, undefined, { a: ['1', '2'], b: ['x', 'y'] }],
  ])('%s', async (_, body, type, params) => {
    const response = await post('/t/w?a=1', body, type === undefined ? {} : { 'content-type': type })
    expect(response.status).toBe(200)
    expect(await world.kept()).toMatchObject([{ type: 'w', params }])
  })

  test.each([
    ['null', '{"di":null,"dk":null,"ts":null,"a":null}'],
    ['the same', '{"di":"phone-1","ts":1767225600000}'],
  ])('one device and one time, if the values in the body are %s', async (_, body) => {
    expect((await post('/t/w?di=phone-1&ts=1767225600000&a=1', body)).status).toBe(200)
    const params = { di: 'phone-1', ts: '1767225600000', a: '1' }
    expect(await world.kept()).toMatchObject([{ device: 'phone-1', time: 1_767_225_600_000, params }])
  })

  test('another device in the body is refused, and the answer names the field', async () => {
    for (const device of ['"phone-2"', '{"toString":1}', '[]']) {
      const response = await post('/t/w?di=phone-1', `{"di":${device}}`)
      expect([response.status, (await response.json()).field]).toEqual([400, 'di'])
    }
    expect(await world.entries()).toEqual([])
  })

  test('its device, its time and its write key have their usual meaning', async () => {
    const time = Date.parse('2026-01-01T00:00:00Z')
    await post('/t/w', JSON.stringify({ di: 47, ts: time, writeKey: 'wk_1' }))
    expect(await world.kept()).toMatchObject([{ device: '47', time, params: { di: 47 } }])
  })
})

test('the answer is a picture if the path asks for one', async () => {
  const response = await post('/t/w.gif')
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/gif'])
  expect(await world.kept()).toMatchObject([{ type: 'w' }])
})

test.each<[number, string, string, BodyInit, string]>([
  [400, 'body', '/t/w', '{"a":', 'application/json'],
  [400, 'body', '/t/w', JSON.stringify({ a: [[[[[1]]]]] }), 'text/plain'],
  [400, 'body', '/t/w', Uint8Array.of(0x61, 0xff), 'text/plain'],
  [400, 'body', '/t/w', 'no parts', 'multipart/form-data; boundary=x'],
  [400, 'body', '/t/w', 'no parts', 'multipart/form-data'],
  [400, 'type', '/t/%ff', '', 'text/plain'],
  [400, 'di', '/t/w', '{"di":"null"}', 'text/plain'],
  [413, 'query', `/t/w?a=${'x'.repeat(501)}`, '', 'text/plain'],
  [415, 'Content-Type', '/t/w', 'a,b', 'text/csv'],
])('%i: the answer names %s', async (status, field, path, body, type) => {
  const response = await post(path, body, { 'content-type': type })
  expect([response.status, await response.json()]).toMatchObject([status, { status, field }])
  expect(await world.entries()).toEqual([])
})

test('400: a file cannot be a param', async () => {
  const form = new FormData()
  form.append('picture', new Blob(['x']), 'x.png')
  expect(await (await post('/t/w', form)).json()).toMatchObject({ status: 400, field: 'picture' })
})

test('paths of old clients take beacons too: some paths, or all that no other route answers', async () => {
  const some = world.tracker({ trackPaths: ['/t', '/old'] })
  const all = world.tracker({ trackPaths: ['/'] })
  const statuses = async (tracker: typeof some, paths: readonly string[]) =>
    await Promise.all(paths.map(async (path) => (await tracker.request(path, { method: 'POST' }, {})).status))
  expect(await statuses(some, ['/old/a', '/t/b', '/c'])).toEqual([200, 200, 404])
  expect(await statuses(all, ['/d', '/deep/er/e.gif'])).toEqual([200, 200])
  expect((await world.kept()).map(({ type }) => type).toSorted()).toEqual(['a', 'b', 'd', 'e'])
})

describe('a page of another site', () => {
  const origin = 'https://shop.example'

  test('is named in each answer to it, because browsers send credentials; answers to other callers name no page', async () => {
    for (const path of ['/t/w', '/v1/events', '/t/%ff', '/nowhere']) {
      const answer = await post(path, '{"type":"w"}', { origin })
      expect([path, ...corsOf(answer)]).toEqual([path, origin, 'true', 'Origin'])
      expect([path, ...corsOf(await post(path, '{"type":"w"}'))]).toEqual([path, '*', null, null])
    }
    await world.entries()
  })

  test('may send the headers of any client', async () => {
    const asked = 'anonymousid,authorization,content-type,rsa-since-last-attempt,sentat'
    const ask = (headers: Record<string, string>) =>
      world.tracker().request('/v1/t', { method: 'OPTIONS', headers: { origin, ...headers } }, {})
    const answer = await ask({ 'access-control-request-headers': asked })
    expect([answer.status, ...corsOf(answer)]).toEqual([204, origin, 'true', 'Origin'])
    expect(answer.headers.get('access-control-allow-headers')).toBe(asked)
    for (const odd of ['a b;c', 'ä', 'x'.repeat(2_001)]) {
      const allowed = (await ask({ 'access-control-request-headers': odd })).headers
      expect(allowed.get('access-control-allow-headers')).toContain('content-type')
    }
  })

  function corsOf({ headers }: Response): (string | null)[] {
    return ['access-control-allow-origin', 'access-control-allow-credentials', 'vary'].map((name) =>
      headers.get(name),
    )
  }
})
