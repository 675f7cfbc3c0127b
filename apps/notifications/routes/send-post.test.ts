import { beforeEach, expect, test } from 'vitest'
import { openCounter, type Counter } from '../open-counter.fixture.ts'
import { ANNAS, ANNAS_TABLET } from '../open-desk.fixture.ts'

const NOTE = { title: 'Maintenance', text: 'On Sunday from 8 to 9', link: 'https://push.example/news' }

let counter: Counter

beforeEach(async () => {
  counter = await openCounter()
  await counter.map('annas-tablet', 'anna', ANNAS_TABLET)
})

const send = (json: unknown, as = 'admin') => counter.call('POST /send', { as, json })

test('a note rings one device, and is in the inbox of its person', async () => {
  const response = await send({ ...NOTE, device_id: 'annas-phone' })
  expect(response.status).toBe(202)
  expect(await response.json()).toEqual({ note: expect.any(String), deliveries: [expect.any(String)] })
  expect(await counter.send()).toEqual(['sent'])
  expect(counter.shown()).toEqual([ANNAS])
  const items = await (await counter.call('GET /inbox', { as: 'anna' })).json()
  expect(items).toMatchObject({ items: [{ kind: 'note', ...NOTE }] })
})

test('a note to a person rings all their devices; without a device it is in the inbox only', async () => {
  await send({ ...NOTE, user: 'anna' })
  await counter.send()
  expect(counter.shown()).toEqual([ANNAS, ANNAS_TABLET])
  expect(await (await send({ ...NOTE, user: 'carl' })).json()).toMatchObject({ deliveries: [] })
  expect(await counter.inbox.unread('carl')).toEqual(new Map([['note', 1]]))
})

test('only the admin sends, and the act is in the audit log', async () => {
  expect((await send({ ...NOTE, user: 'ben' }, 'anna')).status).toBe(403)
  expect((await send({ ...NOTE, user: 'ben' }, 'service:storage')).status).toBe(403)
  expect(await counter.deliveries.list({ limit: 9 })).toEqual([])
  await send({ ...NOTE, user: 'ben' })
  const acts = await counter.audit.list({ since: 0, limit: 9 })
  expect(acts).toMatchObject([{ route: '/send', method: 'POST', status: 202 }])
})

test('404 for a device that nobody registered', async () => {
  expect((await send({ ...NOTE, device_id: 'nobodys-phone' })).status).toBe(404)
})

test.each([
  ['user', NOTE],
  ['device_id', { ...NOTE, user: 'anna', device_id: 'annas-phone' }],
  ['user', { ...NOTE, user: { $ne: '' } }],
  ['title', { ...NOTE, user: 'anna', title: ' ' }],
  ['title', { ...NOTE, user: 'anna', title: 'a\nb' }],
  ['title', { ...NOTE, user: 'anna', title: 'a'.repeat(101) }],
  ['text', { ...NOTE, user: 'anna', text: 'a'.repeat(1_001) }],
  ['text', { ...NOTE, user: 'anna', text: 'a\u0000b' }],
  ['link', { ...NOTE, user: 'anna', link: 'javascript:alert(1)' }],
  ['link', { ...NOTE, user: 'anna', link: '/inbox' }],
])('400 naming "%s"', async (field, json) => {
  const response = await send(json)
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ field })
})
