import * as fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { snapToGrid } from '#lib/geo/snap.ts'
import { foldKeyword } from '#lib/subjects/fold-keyword.ts'
import { aDraft, aTag, openWorld, problemIn, type World } from '../open-world.fixture.ts'

let world: World
let id: string

beforeEach(async () => {
  world = await openWorld()
  id = await world.write('searches', 'anna', { ext: { note: 1 } })
})

interface Edit {
  readonly as?: string
  readonly etag?: string
  readonly id?: string
}

const replace = (over: Record<string, unknown>, { as = 'anna', etag = '"1"', id: other = id }: Edit = {}) =>
  world.call(`PUT /store/searches/${other}`, { as, json: aDraft(over), headers: { 'if-match': etag } })

describe('200', () => {
  test('answers what is kept now under a new ETag, and tells the tracker', async () => {
    const response = await replace({ title: 'Red bike', keywords: ['Rad'] })
    expect([response.status, response.headers.get('etag')]).toEqual([200, aTag(2)])
    const body = await response.json()
    expect(body).toMatchObject({ id, title: 'Red bike', keywords: ['Rad'], ext: {} })
    expect(await (await world.call(`GET /store/searches/${id}`, { as: 'anna' })).json()).toEqual(body)
    await expect
      .poll(async () => (await world.told()).map(({ params }) => params['action']))
      .toEqual(['create', 'update'])
  })

  test('adds to its history the names of what changed', async () => {
    await replace({ title: 'Red bike', keywords: ['Rad'] })
    await replace({ title: 'Red bike', keywords: ['Rad'], showLocation: false }, { as: 'admin', etag: '"2"' })
    await world.call(`POST /store/searches/${id}/deactivate`, { as: 'anna' })
    expect(
      (await world.subjects.history(id)).map(({ by, action, fields }) => [by.role, action, fields]),
    ).toEqual([
      ['person', 'setact', ['active']],
      ['admin', 'update', ['region', 'showLocation']],
      ['person', 'update', ['ext', 'keywords', 'title']],
      ['person', 'create', []],
    ])
  })

  test('keeps what is not its owner’s to write', async () => {
    const before = await world.subjects.find(id)
    await replace({ title: 'New', id: 'x', trusted: true, created: 'x' })
    const after = await world.subjects.find(id)
    expect(after).toMatchObject({ id, owner: 'anna', trusted: false, created: before?.created, version: 2 })
  })

  test('for an admin, and under any state where that is what is said', async () => {
    expect((await replace({ title: 'By admin' }, { as: 'admin' })).status).toBe(200)
    expect((await replace({ title: 'Again' }, { etag: '*' })).status).toBe(200)
    expect((await replace({ title: 'Again' }, { etag: '"7", "3"' })).status).toBe(200)
  })

  test('a place that is hidden now is kept on the grid from then on', async () => {
    const before = await world.subjects.find(id)
    await replace({ showLocation: false })
    const after = await world.subjects.find(id)
    expect(before?.at).toEqual({ lat: 52.5201, lng: 13.4051 })
    expect(after?.at).toEqual(snapToGrid({ lat: 52.5201, lng: 13.4051 }))
  })

  test('what is off stays off, and what is on stays on, where the edit does not say', async () => {
    const off = await world.write('searches', 'anna', { active: false })
    expect(await (await replace({ title: 'Still off' }, { id: off })).json()).toMatchObject({ active: false })
    expect(await (await replace({ title: 'Still on' })).json()).toMatchObject({ active: true })
    expect(await (await replace({ active: false }, { etag: '"2"' })).json()).toMatchObject({ active: false })
  })

  test('what is over may be edited while its end stays as it is kept', async () => {
    await world.expire(id)
    const read = (await (await world.call(`GET /store/searches/${id}`, { as: 'anna' })).json()) as {
      validUntil: string
    }
    const { validUntil } = read
    expect(await (await replace({ ...read, title: 'Over' }, { etag: '*' })).json()).toMatchObject({
      title: 'Over',
      validUntil,
    })
    const other = new Date(Date.parse(validUntil) + 1).toISOString()
    expect(await problemIn(await replace({ validUntil: other }, { etag: '*' }))).toEqual({
      status: 400,
      code: 'bad_field',
      field: 'validUntil',
    })
  })

  test('what was read can be sent back, whatever its keywords fold to', async () => {
    const long = ['ß', 'ﷺ', 'ŉ', 'İ', '👨‍👩‍👧‍👦', 'e\u0301', 'Ǆ', '㌀'].map((letter) =>
      letter.repeat(64).slice(0, 64),
    )
    const word = fc.oneof(fc.constantFrom(...long), fc.string({ unit: 'binary', maxLength: 64 }))
    const draft = fc.array(word, { minLength: 1, maxLength: 32 })
    const property = fc.asyncProperty(draft, async (keywords) => {
      const created = await world.call('POST /store/offers', {
        as: 'carl',
        json: aDraft({ keywords, active: false }),
      })
      fc.pre(created.status === 201)
      const path = created.headers.get('location') ?? ''
      const read = await (await world.call(`GET ${path}`, { as: 'carl' })).json()
      const headers = { 'if-match': '"1"' }
      const edited = await world.call(`PUT ${path}`, { as: 'carl', json: read, headers })
      expect(edited.status).toBe(200)
      expect(await edited.json()).toMatchObject({ keywords: (read as { keywords: string[] }).keywords })
    })
    await fc.assert(property, { numRuns: 60 })
  })

  test('keywords that an older version kept longer than they may be now stay, and no others are that long', async () => {
    const grown = foldKeyword('ﷺ'.repeat(64))
    const stored = await world.subjects.find(id)
    if (stored === undefined) throw new Error('it is gone')
    await world.subjects.update({ ...stored, keywords: [grown], version: 2 }, 1, [])
    const json = await (await world.call(`GET /store/searches/${id}`, { as: 'anna' })).json()
    const put = (body: unknown) =>
      world.call(`PUT /store/searches/${id}`, { as: 'anna', json: body, headers: { 'if-match': '*' } })
    expect((await put(json)).status).toBe(200)
    const problem = await problemIn(await put({ ...(json as object), keywords: ['rad', grown.slice(1)] }))
    expect(problem).toEqual({ status: 400, code: 'bad_field', field: 'keywords.1' })
  })

  test('an edit leaves what follows a phone where the phone is', async () => {
    await world.devices.register({ id: 'annas-phone', person: 'anna', created: 1 })
    const mobile = { mobile: true, device: 'annas-phone' }
    const response = await replace({ ...mobile, title: 'With me' })
    expect(await response.json()).toMatchObject({ mobile: true, region: { circle: { radiusMeters: 1_000 } } })
    expect((await world.subjects.find(id))?.at).toBeUndefined()
  })

  test('of two edits of one state, one is made', async () => {
    const statuses = await Promise.all(
      ['a', 'b', 'c', 'd'].map(async (title) => (await replace({ title })).status),
    )
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 412, 412, 412])
    expect((await world.subjects.find(id))?.version).toBe(2)
  })
})

test('400 names the field', async () => {
  expect(await problemIn(await replace({ title: '' }))).toEqual({
    status: 400,
    code: 'bad_field',
    field: 'title',
  })
})

test('401 without a token', async () => {
  expect((await world.call(`PUT /store/searches/${id}`, { json: aDraft() })).status).toBe(401)
})

describe('403', () => {
  test('for the search of somebody else, which stays as it is', async () => {
    expect(await problemIn(await replace({ title: 'Mine now' }, { as: 'ben' }))).toEqual({
      status: 403,
      code: 'not_yours',
    })
    expect(await world.subjects.find(id)).toMatchObject({ title: 'Bike', owner: 'anna', version: 1 })
  })

  test("for following somebody else's phone from now on, an admin's edit too", async () => {
    await world.devices.register({ id: 'bens-phone', person: 'ben', created: 1 })
    for (const as of ['anna', 'admin']) {
      const response = await replace({ mobile: true, device: 'bens-phone' }, { as })
      expect(await problemIn(response)).toEqual({ status: 403, code: 'not_your_device', field: 'device' })
    }
  })
})

test('404 for others while it is switched off, before they learn of its state', async () => {
  const hidden = await world.write('searches', 'anna', { active: false })
  const missing = { status: 404, code: 'not_found' }
  expect(await problemIn(await replace({}, { as: 'ben', id: hidden, etag: '"9"' }))).toEqual(missing)
  expect(await problemIn(await replace({}, { id: 'nothing' }))).toEqual(missing)
})

test('409 when it would be one active search too many', async () => {
  const off = await world.write('searches', 'anna', { active: false })
  for (let count = 1; count < 50; count += 1) await world.write('offers', 'anna')
  expect(await problemIn(await replace({ active: true }, { id: off }))).toMatchObject({
    status: 409,
    field: 'active',
  })
  expect((await replace({ title: 'Active already' })).status).toBe(200)
})

test('409 for the 40 that are too many of 90 edits at once, each of which switches one on', async () => {
  const ids = await Promise.all(
    Array.from({ length: 90 }, () => world.write('searches', 'ben', { active: false })),
  )
  const statuses = await Promise.all(
    ids.map(async (each) => (await replace({ active: true }, { id: each, as: 'ben' })).status),
  )
  expect(statuses.filter((status) => status === 200)).toHaveLength(50)
  expect(statuses.filter((status) => status === 409)).toHaveLength(40)
  expect((await world.subjects.list({ owner: 'ben', active: true, limit: 99 })).items).toHaveLength(50)
})

test('409 for one that is over, and would count again by its new end', async () => {
  await world.expire(id)
  for (let count = 0; count < 50; count += 1) await world.write('offers', 'anna')
  const validUntil = new Date(Date.now() + 3_600_000).toISOString()
  expect(await problemIn(await replace({ validUntil }, { etag: '*' }))).toMatchObject({ status: 409 })
  expect((await replace({ validUntil, active: false }, { etag: '*' })).status).toBe(200)
})

test('412 for a state that is not the one kept', async () => {
  for (const etag of ['"0"', '"2"', '1', 'W/"1"', '""', '"1']) {
    expect(await problemIn(await replace({ title: 'Late' }, { etag }))).toEqual({
      status: 412,
      code: 'stale',
      field: 'If-Match',
    })
  }
  expect(await world.subjects.find(id)).toMatchObject({ title: 'Bike', version: 1 })
})

test('413 when the draft is larger than 64 KiB', async () => {
  expect((await replace({ ext: { a: 'x'.repeat(70_000) } })).status).toBe(413)
})

test('422 for another owner, by whomever', async () => {
  for (const as of ['anna', 'admin', 'service:offers']) {
    const problem = await problemIn(await replace({ owner: 'ben' }, { as }))
    expect(problem).toEqual({ status: 422, code: 'owner_fixed', field: 'owner' })
  }
  expect((await replace({ owner: 'anna' })).status).toBe(200)
})

test('428 without If-Match', async () => {
  const response = await world.call(`PUT /store/searches/${id}`, { as: 'anna', json: aDraft() })
  expect(await problemIn(response)).toEqual({ status: 428, code: 'if_match_missing', field: 'If-Match' })
})

test('503 when accounts cannot be asked, and nothing is changed', async () => {
  await world.lose('accounts')
  expect((await replace({ mobile: true, device: 'annas-phone' })).status).toBe(503)
  expect((await world.subjects.find(id))?.version).toBe(1)
})
