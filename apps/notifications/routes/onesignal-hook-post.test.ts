import { expect, test } from 'vitest'
import { aDelivery } from '#lib/builders/a-delivery.ts'
import { HOOK_SECRET, openWorld } from '../open-world.fixture.ts'

const PATH = `POST /hooks/onesignal/${HOOK_SECRET}`

/** A world with a delivery that OneSignal knows as `n-1`. */
async function aWorld() {
  const world = await openWorld()
  const delivery = aDelivery()
  await world.deliveries.add([delivery])
  await world.deliveries.settle([{ id: delivery.id, state: 'sent', atMs: 1_000, providerId: 'n-1' }])
  const stored = async () => (await world.deliveries.list({ limit: 1 }))[0]
  return { ...world, stored }
}

test.each([
  [{ event: 'notification.clicked', notificationId: 'n-1' }, 'openedAt'],
  [{ event: 'notification.clicked', id: 'n-1' }, 'openedAt'],
  [{ event: 'notification.dismissed', notificationId: 'n-1' }, 'dismissedAt'],
] as const)('204: %j sets %s', async (json, field) => {
  const { call, stored } = await aWorld()
  expect((await call(PATH, { json })).status).toBe(204)
  expect((await stored())?.[field]).toBeGreaterThan(Date.now() - 60_000)
  const shown = await (await call('GET /deliveries', { as: 'admin' })).json()
  expect(shown.items[0]).toHaveProperty(field === 'openedAt' ? 'opened' : 'dismissed')
})

test.each([
  { event: 'notification.clicked', id: 'n-2' },
  { event: 'notification.willDisplay', id: 'n-1' },
  { event: 'notification.clicked' },
  { event: '__proto__', id: 'n-1' },
])('204: %j changes nothing', async (json) => {
  const { call, stored } = await aWorld()
  expect((await call(PATH, { json })).status).toBe(204)
  expect(await stored()).toMatchObject({ openedAt: undefined, dismissedAt: undefined })
})

test.each([
  ['event', { id: 'n-1' }],
  ['event', { event: 7 }],
  ['id', { event: 'notification.clicked', id: 7 }],
  ['body', []],
])('400: a wrong %s is named', async (field, json) => {
  const { call } = await aWorld()
  const response = await call(PATH, { json })
  expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ field })])
})

test('204: the type of the body does not count', async () => {
  const { app, stored } = await aWorld()
  const body = JSON.stringify({ event: 'notification.clicked', id: 'n-1' })
  const headers = { 'content-type': 'text/plain' }
  const response = await app.request(`/hooks/onesignal/${HOOK_SECRET}`, { method: 'POST', headers, body }, {})
  expect(response.status).toBe(204)
  expect((await stored())?.openedAt).toBeDefined()
})

test('404 with another secret', async () => {
  const { call, stored } = await aWorld()
  const json = { event: 'notification.clicked', id: 'n-1' }
  for (const secret of ['another', 'x', `${HOOK_SECRET}x`]) {
    expect((await call(`POST /hooks/onesignal/${secret}`, { json })).status).toBe(404)
  }
  expect((await stored())?.openedAt).toBeUndefined()
})
