import { beforeEach, describe, expect, test } from 'vitest'
import { openWorld, problemIn, type World } from '../open-world.fixture.ts'

let world: World
let id: string

beforeEach(async () => {
  world = await openWorld()
  id = await world.write('offers', 'anna')
})

interface Answer {
  readonly items: readonly { readonly at: string }[]
}

const ask = (as: string, other = id, headers = {}) =>
  world.call(`GET /store/offers/${other}/history`, { as, headers })
const patch = async (as: string, json: Record<string, unknown>) => {
  const asked = { as, json, headers: { 'if-match': '*' } }
  expect((await world.call(`PATCH /store/offers/${id}`, asked)).status).toBe(200)
}

describe('200', () => {
  test('who changed which fields, newest first, without their values', async () => {
    await patch('anna', { title: 'Secret', place: 'Kreuzberg' })
    const response = await ask('anna')
    expect(response.status).toBe(200)
    const text = await response.text()
    const by = { role: 'person', name: 'anna' }
    expect(JSON.parse(text)).toEqual({
      items: [
        { at: expect.any(String), by, action: 'update', fields: ['place', 'title'] },
        { at: expect.any(String), by, action: 'create', fields: [] },
      ],
    })
    expect(text).not.toMatch(/Secret|Kreuzberg/u)
    const { items } = JSON.parse(text) as Answer
    expect(items.map(({ at }) => new Date(at).toISOString())).toEqual(items.map(({ at }) => at))
  })

  test('for operators and the admin with the names of all, for the owner without those of operators', async () => {
    await patch('admin', { title: 'Better' })
    const authors = async (as: string) => {
      const { items } = (await (await ask(as)).json()) as { items: readonly { by: unknown }[] }
      return items.map(({ by }) => by)
    }
    const anna = { role: 'person', name: 'anna' }
    for (const as of ['operate', 'admin'])
      expect(await authors(as)).toEqual([{ role: 'admin', name: 'admin' }, anna])
    expect(await authors('anna')).toEqual([{ role: 'admin' }, anna])
  })

  test('also of one that is off, for those who may see it', async () => {
    await patch('anna', { active: false })
    for (const as of ['anna', 'operate', 'admin']) expect((await ask(as)).status).toBe(200)
    expect(await problemIn(await ask('ben'))).toEqual({ status: 404, code: 'not_found' })
  })
})

test('304 until it is changed', async () => {
  const etag = (await ask('anna')).headers.get('etag') ?? ''
  expect((await ask('anna', id, { 'if-none-match': etag })).status).toBe(304)
  await patch('anna', { title: 'Other' })
  expect((await ask('anna', id, { 'if-none-match': etag })).status).toBe(200)
})

test('401 without a token, 403 for what belongs to somebody else and for services', async () => {
  expect((await world.call(`GET /store/offers/${id}/history`)).status).toBe(401)
  expect(await problemIn(await ask('ben'))).toEqual({ status: 403, code: 'not_yours' })
  expect(await problemIn(await ask('service:offers'))).toEqual({ status: 403, code: 'forbidden' })
})

test('404 for none, for a search among offers, and for one that was deleted', async () => {
  const search = await world.write('searches', 'anna')
  await world.call(`DELETE /store/offers/${id}`, { as: 'anna' })
  for (const as of ['anna', 'operate', 'admin'])
    for (const other of ['nothing', search, id])
      expect(await problemIn(await ask(as, other))).toEqual({ status: 404, code: 'not_found' })
})
