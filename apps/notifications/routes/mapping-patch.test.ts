import { expect, test } from 'vitest'
import { aMapping } from '#lib/builders/a-mapping.ts'
import { openWorld } from '../open-world.fixture.ts'

const PATH = 'PATCH /mappings/annas-phone'

async function aWorld() {
  const world = await openWorld()
  await world.mappings.register(aMapping({ device: 'annas-phone', person: 'anna', locale: 'de' }))
  return world
}

test('200: the owner and the admin change the language and the time zone', async () => {
  const { call } = await aWorld()
  const first = await call(PATH, { as: 'anna', json: { locale: 'en' } })
  expect([first.status, await first.json()]).toEqual([
    200,
    expect.objectContaining({ locale: 'en', tz: 'Europe/Berlin' }),
  ])
  const second = await call(PATH, { as: 'admin', json: { tz: 'Asia/Tokyo' } })
  expect(await second.json()).toMatchObject({ locale: 'en', tz: 'Asia/Tokyo' })
  expect((await call(PATH, { as: 'anna', json: {} })).status).toBe(200)
})

test.each([
  ['locale', { locale: 'xx' }],
  ['tz', { tz: 'Mars/Olympus' }],
])('400: a wrong %s is named', async (field, json) => {
  const { call } = await aWorld()
  const response = await call(PATH, { as: 'anna', json })
  expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ field })])
})

test('404 for the device of another person, and for an unknown one', async () => {
  const { call, mappings } = await aWorld()
  expect((await call(PATH, { as: 'ben', json: { locale: 'en' } })).status).toBe(404)
  expect((await call('PATCH /mappings/no-phone', { as: 'anna', json: {} })).status).toBe(404)
  expect((await mappings.find('annas-phone'))?.locale).toBe('de')
})

test('the audit log says what the admin changed', async () => {
  const { call, audit } = await aWorld()
  await call(PATH, { as: 'admin', json: { locale: 'en' } })
  const [act] = await audit.list({ limit: 1 })
  expect(act).toMatchObject({
    change: { owner: 'anna', before: { locale: 'de' }, after: { locale: 'en' } },
  })
})
