import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTrackerWorld, type TrackerWorld } from '../open-tracker-world.fixture.ts'

let world: TrackerWorld

beforeAll(async () => {
  world = await openTrackerWorld()
})
afterAll(() => world.close())

test('200 with Push-Ack when the event is in the stream, with its query unchanged', async () => {
  const response = await world
    .tracker()
    .request(
      '/t/any/where/w?wor=king&a=1&a=2&__proto__=x',
      { headers: { 'user-agent': 'curl/8' } },
      { peerIp: '198.51.100.77' },
    )
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ status: 'ok' })
  expect(response.headers.get('push-ack')).toBe('stream')
  const [event, ...more] = await world.kept()
  expect(more).toEqual([])
  expect(event).toMatchObject({
    type: 'w',
    source: '/tracker/berlin',
    protocol: 'get',
    ip: '198.51.100.0',
    userAgent: 'curl/8',
    person: undefined,
  })
  expect(JSON.stringify(event?.params)).toBe('{"wor":"king","a":["1","2"],"__proto__":"x"}')
})

test('two equal calls are two events; with a client time they are one', async () => {
  for (const query of ['page=1', 'page=1', 'page=1&ts=1700000000000', 'page=1&ts=1700000000000']) {
    await world.tracker().request(`/t/view?${query}`, {}, {})
  }
  expect(new Set((await world.kept()).map(({ id }) => id)).size).toBe(3)
})

test('refuses a missing type, a broken path, a wrong device, and a long query, and names each field', async () => {
  const cases = [
    ['/t/', 400, 'type'],
    ['/t/%E0%A4%A', 400, 'type'],
    ['/t/geo?di=undefined', 400, 'di'],
    [`/t/w?x=${'y'.repeat(600)}`, 413, 'query'],
  ] as const
  for (const [path, status, field] of cases) {
    const response = await world.tracker().request(path, {}, {})
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({ status, field })
  }
  expect(await world.kept()).toEqual([])
})

test('200: a pixel is one event; its answer is an invisible picture that is not cached', async () => {
  const response = await world.tracker().request('/t/shop/view.gif?n=1', {}, {})
  const picture = Buffer.from(await response.arrayBuffer())
  expect([picture.length, picture.toString('latin1', 0, 6)]).toEqual([43, 'GIF89a'])
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/gif',
    'cache-control': 'no-store',
    'push-ack': 'stream',
  })
  expect(await world.kept()).toMatchObject([{ type: 'view', params: { n: '1' }, protocol: 'pixel' }])
})

test('200: HEAD tracks as GET does, without a body', async () => {
  for (const path of ['/t/w?n=1', '/t/w.gif?n=1']) {
    const response = await world.tracker().request(path, { method: 'HEAD' }, {})
    expect([response.status, response.headers.get('push-ack'), await response.text()]).toEqual([
      200,
      'stream',
      '',
    ])
  }
  expect(await world.kept()).toMatchObject([{ type: 'w' }, { type: 'w' }])
})

test('400: a pixel without a type is answered with a problem, not with a picture', async () => {
  const response = await world.tracker().request('/t/.gif', {}, {})
  expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/problem+json'])
})

test('204: preflights of all sites are allowed for a day, with the headers of all forms', async () => {
  for (const path of ['/t/w', '/v1/events', '/v1/track']) {
    const response = await world.tracker().request(path, { method: 'OPTIONS' }, {})
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-max-age')).toBe('86400')
    expect(response.headers.get('access-control-allow-headers')).toMatch(
      /ce-type.*content-encoding.*x-push-key/u,
    )
  }
})

test('paths of old clients can be tracked too: some paths, or all that no other route answers', async () => {
  const some = world.tracker({ trackPaths: ['/t', '/old/track'] })
  const all = world.tracker({ trackPaths: ['/t', '/'] })
  const statuses = async (tracker: typeof some, paths: readonly string[]) =>
    await Promise.all(paths.map(async (path) => (await tracker.request(path, {}, {})).status))
  expect(await statuses(some, ['/old/track/a', '/t/b', '/old/c', '/c', '/'])).toEqual([
    200, 200, 404, 404, 404,
  ])
  expect(await statuses(all, ['/d', '/deep/er/e.gif', '/t/f', '/robots.txt'])).toEqual([200, 200, 200, 200])
  expect((await world.kept()).map(({ type }) => type).toSorted()).toEqual(['a', 'b', 'd', 'e', 'f'])
  const preflight = await all.request('/d', { method: 'OPTIONS' }, {})
  expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, HEAD, POST')
})
