import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTrackerWorld, type TrackerWorld } from '../open-tracker-world.fixture.ts'

let world: TrackerWorld

beforeAll(async () => {
  world = await openTrackerWorld()
})
afterAll(() => world.close())

test('200: a pixel is a picture that nobody sees or keeps, and one event', async () => {
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

test('400: a pixel without a type is a problem, and no picture', async () => {
  const response = await world.tracker().request('/t/.gif', {}, {})
  expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/problem+json'])
})

test('204: pages of all sites are let in for a day, with all the headers that forms want', async () => {
  for (const path of ['/t/w', '/v1/events', '/v1/track']) {
    const response = await world.tracker().request(path, { method: 'OPTIONS' }, {})
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-max-age')).toBe('86400')
    expect(response.headers.get('access-control-allow-headers')).toMatch(
      /ce-type.*content-encoding.*x-push-key/u,
    )
  }
})
