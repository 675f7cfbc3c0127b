import { beforeEach, expect, test } from 'vitest'
import { openWorld, problemIn, type World } from '../open-world.fixture.ts'

let world: World

beforeEach(async () => {
  world = await openWorld()
})

const send = (query: Record<string, string>, headers: Record<string, string> = {}) =>
  world.call(
    `GET /store/geo?${new URLSearchParams({ di: 'phone', lt: '52.5219', lg: '13.4132', ...query })}`,
    {
      headers,
    },
  )

test('202: the tracker has the event, proven if the key of the device was sent, and never from a service', async () => {
  const key = await world.keyOf('anna', 'phone')
  for (const headers of [{ 'push-device-key': key }, { 'push-device-key': 'wrong' }, {}]) {
    const response = await send({ a: '12.0' }, { ...headers, 'user-agent': 'old-app/1' })
    expect([response.status, await response.text()]).toEqual([202, ''])
  }
  const told = await world.told()
  expect(told.map(({ person }) => person)).toEqual(['anna', undefined, undefined])
  expect(told[0]).toMatchObject({
    type: 'geo',
    device: 'phone',
    source: '/tracker/test',
    userAgent: 'old-app/1',
    params: { di: 'phone', lt: '52.5219', lg: '13.4132', a: '12.0' },
  })
})

test('a client without a key that asks not to be tracked is not named', async () => {
  expect((await send({}, { 'sec-gpc': '1' })).status).toBe(202)
  const [event] = await world.told()
  expect(event?.device).toBeUndefined()
  expect(event?.params).not.toHaveProperty('di')
})

test('400 names the wrong parameter, by us or by the tracker', async () => {
  for (const [query, field] of [
    [{ di: '' }, 'di'],
    [{ di: 'undefined' }, 'di'],
    [{ lt: '91' }, 'lt'],
    [{ lt: '' }, 'lt'],
    [{ lt: '1e1' }, 'lt'],
    [{ lg: '-180.1' }, 'lg'],
    [{ a: '-1' }, 'a'],
    [{ acc: '1' }, 'acc'],
  ] as const)
    expect(await problemIn(await send(query))).toMatchObject({ status: 400, field })
  expect(await problemIn(await world.call('GET /store/geo'))).toMatchObject({ status: 400, field: 'di' })
  expect(await world.told()).toEqual([])
})

test('503 without the tracker', async () => {
  await world.lose('tracker')
  expect((await send({})).status).toBe(503)
})
