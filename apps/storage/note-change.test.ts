import { beforeEach, expect, test } from 'vitest'
import { aDraft, openWorld, type World } from './open-world.fixture.ts'

let world: World
let path: string

beforeEach(async () => {
  world = await openWorld()
  path = `/store/offers/${await world.write('offers', 'anna', { text: 'Blue' })}`
})

/** Calls as the admin, and gives the act of it. */
async function act(methodAndPath: string, json?: unknown) {
  const headers = { 'if-match': '*' }
  await world.call(methodAndPath, { as: 'admin', headers, ...(json !== undefined && { json }) })
  const [newest] = await world.audit.list({ limit: 1 })
  return newest
}

test('the audit log has what an admin changed, before and after, by every route', async () => {
  const owner = 'anna'
  expect(await act(`PATCH ${path}`, { title: 'Red bike' })).toMatchObject({
    status: 200,
    change: { owner, before: { title: 'Bike' }, after: { title: 'Red bike' } },
  })
  expect((await act(`POST ${path}/deactivate`))?.change).toEqual({
    owner,
    before: { active: true },
    after: { active: false },
  })
  const replaced = await act(`PUT ${path}`, aDraft({ title: 'Green bike', text: 'Blue' }))
  expect(replaced?.change).toEqual({ owner, before: { title: 'Red bike' }, after: { title: 'Green bike' } })
  expect((await act(`POST ${path}/activate`))?.change?.after).toEqual({ active: true })
  expect((await act('POST /store/offers', aDraft({ owner: 'ben' })))?.change).toMatchObject({
    owner: 'ben',
    before: {},
    after: { title: 'Bike' },
  })
  expect((await act(`POST ${path}/copy`))?.change).toMatchObject({
    owner,
    before: {},
    after: { active: false },
  })
  await world.expire(path.slice('/store/offers/'.length))
  expect(Object.keys((await act(`POST ${path}/renew`))?.change?.after ?? {})).toEqual(['validUntil'])
  expect((await act(`DELETE ${path}`))?.change).toMatchObject({ owner, before: { text: 'Blue' }, after: {} })
})

test('of hidden places, devices and free fields it has only that they changed', async () => {
  await world.devices.register({ id: 'annas-phone', person: 'anna', created: 1 })
  await act(`PATCH ${path}`, { showLocation: false })
  const near = { circle: { centre: { lat: 52.5202, lng: 13.4052 }, radiusMeters: 1_000 } }
  const change = (await act(`PATCH ${path}`, { region: near, ext: { secret: 1 }, title: 'New' }))?.change
  expect(change).toEqual({
    owner: 'anna',
    before: { title: 'Bike' },
    after: { title: 'New' },
    leftOut: ['ext'],
  })
  const moving = { mobile: true, device: 'annas-phone' }
  const followed = (await act(`PATCH ${path}`, moving))?.change
  expect(followed?.leftOut).toEqual(['device'])
  expect(JSON.stringify(followed)).not.toContain('annas-phone')
})

test('a refused change and a change by the owner leave nothing', async () => {
  const headers = { 'if-match': '"9"' }
  await world.call(`PATCH ${path}`, { as: 'admin', json: { title: 'Late' }, headers })
  await world.call(`PATCH ${path}`, { as: 'anna', json: { title: 'Own' }, headers: { 'if-match': '*' } })
  const acts = await world.audit.list({ limit: 9 })
  expect(acts.map(({ status, change }) => [status, change])).toEqual([[412, undefined]])
})
