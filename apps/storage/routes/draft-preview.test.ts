import { beforeEach, expect, test } from 'vitest'
import { aDraft, openWorld, problemIn, type World } from '../open-world.fixture.ts'

let world: World

beforeEach(async () => {
  world = await openWorld()
})

const preview = (json: Record<string, unknown>, as?: string) =>
  world.call('POST /store/preview', {
    json: aDraft({ kind: 'search', ...json }),
    ...(as !== undefined && { as }),
  })

test('200: everybody learns what would match, as in a list; nothing is stored and nobody is told', async () => {
  const hidden = await world.write('offers', 'ben', { showLocation: false, ext: { mine: true } })
  const shown = await world.write('offers', 'cleo')
  const told = await world.told()
  const response = await preview({})
  expect(response.status).toBe(200)
  const found = (await response.json()) as { items: { ext?: unknown }[] }
  expect(found).toMatchObject({ count: 2, more: false, items: [{ id: shown }, { id: hidden }] })
  expect(found.items[0]).toMatchObject({ distanceClass: '<1' })
  const near = new URLSearchParams({ near: '52.5201,13.4051', radius: '1000' })
  const { items } = (await (await world.call(`GET /store/offers?${near}`)).json()) as { items: unknown }
  expect(found.items).toEqual(items)
  expect(found).not.toHaveProperty('ends')
  expect((await world.subjects.list({ kind: 'search', limit: 9 })).items).toEqual([])
  expect(await world.told()).toEqual(told)
})

test('200: an edit of one of the own says what ends and begins', async () => {
  const id = await world.write('searches', 'anna')
  await world.write('offers', 'ben')
  const found = { count: 1, ends: 0, begins: 1 }
  expect(await (await preview({ id }, 'anna')).json()).toMatchObject(found)
  // It is off, and an edit leaves it so.
  await world.call(`POST /store/searches/${id}/deactivate`, { as: 'anna' })
  expect(await (await preview({ id }, 'anna')).json()).toMatchObject({ count: 0, begins: 0 })
  expect(await (await preview({ id, active: true }, 'anna')).json()).toMatchObject(found)
})

test('people who blocked each other are left out, and nobody asks in the name of others', async () => {
  await world.write('offers', 'ben')
  await world.blocks.add({ id: 'b', by: 'ben', person: 'anna', since: 1 }, 9)
  expect(await (await preview({}, 'anna')).json()).toMatchObject({ count: 0, items: [] })
  expect(await (await preview({})).json()).toMatchObject({ count: 1 })
  expect(await problemIn(await preview({ owner: 'anna' }, 'cleo'))).toMatchObject({
    status: 403,
    field: 'owner',
  })
  expect(await problemIn(await preview({ owner: 'anna' }, 'operate'))).toMatchObject({
    status: 403,
    field: 'owner',
  })
  expect(await (await preview({ owner: 'anna' }, 'admin')).json()).toMatchObject({ count: 0 })
  const device = { mobile: true, device: 'phone', region: { circle: { radiusMeters: 500 } } }
  for (const owned of [{ owner: 'anna' }, { id: 'some-id' }, device])
    expect((await preview(owned)).status).toBe(401)
  expect(await problemIn(await preview(device, 'cleo'))).toMatchObject({ status: 403, field: 'device' })
})

test('400 as a write, with the field; 403 and 404 for an edit of what belongs to others', async () => {
  for (const [over, field] of [
    [{ kind: 'thing' }, 'kind'],
    [{ keywords: [] }, 'keywords'],
    [{ keywords: ['\u200B'] }, 'keywords.0'],
    [{ validUntil: '2020-01-01T00:00:00Z' }, 'validUntil'],
    [{ mobile: true }, 'device'],
    [{ region: { circle: { radiusMeters: 49 } } }, 'region.circle.radiusMeters'],
    [{ id: '..' }, 'id'],
    [{ titel: 'Bike' }, 'titel'],
  ] as const)
    expect(await problemIn(await preview(over, 'anna'))).toMatchObject({ status: 400, field })
  const [open, off] = [
    await world.write('searches', 'ben'),
    await world.write('searches', 'ben', { active: false }),
  ]
  expect(await problemIn(await preview({ id: open }, 'anna'))).toEqual({ status: 403, code: 'not_yours' })
  for (const id of [off, 'nothing'])
    expect(await problemIn(await preview({ id }, 'anna'))).toEqual({ status: 404, code: 'not_found' })
})

test('429 with Retry-After for a person, and for an address, who ask more than 30 times at once', async () => {
  for (const as of ['anna', undefined]) {
    const answers = await Promise.all(Array.from({ length: 40 }, () => preview({}, as)))
    const refused = answers.filter(({ status }) => status !== 200)
    expect(refused.map(({ status }) => status)).toContain(429)
    expect(refused.length).toBeLessThanOrEqual(10)
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
  }
  expect((await preview({}, 'ben')).status).toBe(200)
  expect((await preview({ owner: 'importer:x' }, 'service:offers')).status).toBe(200)
})

test('503 without matching', async () => {
  await world.lose('matching')
  expect((await preview({})).status).toBe(503)
})
