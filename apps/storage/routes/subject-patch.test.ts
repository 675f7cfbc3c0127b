import * as fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { aDraft, aTag, openWorld, problemIn, type World } from '../open-world.fixture.ts'

let world: World
let id: string

beforeEach(async () => {
  world = await openWorld()
  id = await world.write('searches', 'anna', { text: 'Blue', place: 'Berlin', ext: { note: 1, size: 'L' } })
})

interface Edit {
  readonly as?: string
  readonly etag?: string
  readonly id?: string
  readonly type?: string
}

const patch = (json: unknown, { as = 'anna', etag = '"1"', id: other = id, type }: Edit = {}) =>
  world.call(`PATCH /store/searches/${other}`, {
    as,
    json,
    headers: { 'if-match': etag, 'content-type': type ?? 'application/merge-patch+json' },
  })
const readAs = async (as: string) =>
  (await (await world.call(`GET /store/searches/${id}`, { as })).json()) as Record<string, unknown>

describe('200', () => {
  test('changes the fields that are given, and no others, under a new ETag, and tells the tracker', async () => {
    const { modified: _before, ...before } = await readAs('anna')
    const response = await patch({ title: 'Red bike', keywords: ['Rad'] })
    expect([response.status, response.headers.get('etag')]).toEqual([200, aTag(2)])
    const { modified: _after, ...after } = (await response.json()) as Record<string, unknown>
    expect(after).toEqual({ ...before, title: 'Red bike', keywords: ['Rad'] })
    await expect
      .poll(async () => (await world.told()).map(({ params }) => params['action']))
      .toEqual(['create', 'update'])
  })

  test('null removes a field, and objects are merged', async () => {
    const body = await (await patch({ place: null, ext: { note: null, gears: 7 } })).json()
    expect(body).toMatchObject({ place: '', text: 'Blue' })
    expect((body as { ext: unknown }).ext).toEqual({ size: 'L', gears: 7 })
  })

  test('a part of a region is enough', async () => {
    const body = await (await patch({ region: { circle: { radiusMeters: 2_000 } } })).json()
    const circle = { centre: { lat: 52.5201, lng: 13.4051 }, radiusMeters: 2_000 }
    expect(body).toMatchObject({ region: { circle } })
    const polygon = [
      [13.39, 52.51],
      [13.42, 52.51],
      [13.42, 52.53],
    ]
    const region = { circle: null, polygon, at: { lat: 52.515, lng: 13.415 } }
    expect(await (await patch({ region }, { etag: '"2"' })).json()).toMatchObject({ region: { polygon } })
  })

  test('an empty patch is an edit without a change, also of what is hidden', async () => {
    const polygon = [
      [13.39, 52.51],
      [13.42, 52.51],
      [13.42, 52.53],
    ]
    const region = { polygon, at: { lat: 52.5151, lng: 13.4151 } }
    id = await world.write('searches', 'anna', { showLocation: false, region })
    const { modified: _before, ...before } = await readAs('anna')
    const { modified: _after, ...after } = (await (await patch({})).json()) as Record<string, unknown>
    expect(after).toEqual(before)
  })

  test('also for a body that is plain JSON by its header', async () => {
    expect((await patch({ title: 'Plain' }, { type: 'application/json' })).status).toBe(200)
  })

  test('what follows a phone stays with it, and can be left behind', async () => {
    await world.devices.register({ id: 'annas-phone', person: 'anna', created: 1 })
    expect((await patch({ mobile: true, device: 'annas-phone' })).status).toBe(200)
    expect((await patch({ title: 'With me' }, { etag: '"2"' })).status).toBe(200)
    const region = { circle: { centre: { lat: 52.5, lng: 13.4 } } }
    const body = await (await patch({ mobile: false, device: null, region }, { etag: '"3"' })).json()
    expect(body).toMatchObject({ mobile: false, region: { circle: { centre: { lat: 52.5, lng: 13.4 } } } })
  })

  test('of two patches of one state, one is made', async () => {
    const titles = ['a', 'b', 'c', 'd']
    const statuses = await Promise.all(titles.map(async (title) => (await patch({ title })).status))
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 412, 412, 412])
  })

  test('a patch does what a replacement by the merged draft does', async () => {
    const fields = fc.record(
      {
        title: fc.constantFrom('A', 'B'),
        text: fc.constantFrom('x', null),
        place: fc.constantFrom('Bonn', null),
        language: fc.constantFrom('de', 'en', null),
        allowContacts: fc.constantFrom(true, false, null),
        active: fc.boolean(),
        validUntil: fc.constantFrom('2100-01-01T00:00:00.000Z', null),
        ext: fc.constantFrom({ a: 1 }, { a: null, b: 2 }, null),
      },
      { requiredKeys: [] },
    )
    const property = fc.asyncProperty(fields, async (change) => {
      const [patched, replaced] = [
        await world.write('searches', 'carl', { ext: { a: 0 }, active: false }),
        await world.write('searches', 'carl', { ext: { a: 0 }, active: false }),
      ]
      const one = await patch(change, { as: 'carl', id: patched })
      const ext = change.ext === null ? {} : Object.assign({ a: 0 }, change.ext)
      const whole = { ...aDraft(), ...change, ext }
      const written = JSON.parse(JSON.stringify(whole), (_, value: unknown) => value ?? undefined) as unknown
      const headers = { 'if-match': '*' }
      const other = await world.call(`PUT /store/searches/${replaced}`, {
        as: 'carl',
        json: written,
        headers,
      })
      expect([one.status, other.status]).toEqual([200, 200])
      const bare = async (response: Response) => {
        const {
          id: _id,
          created: _c,
          modified: _m,
          ...rest
        } = (await response.json()) as Record<string, unknown>
        return rest
      }
      expect(await bare(one)).toEqual(await bare(other))
      for (const each of [patched, replaced])
        await world.call(`DELETE /store/searches/${each}`, { as: 'carl' })
    })
    await fc.assert(property, { numRuns: 20 })
  })
})

describe('400 names the field', () => {
  test('of what is unknown, wrong or missing, and nothing is changed', async () => {
    const bad: readonly (readonly [field: string, patch: unknown])[] = [
      ['colour', { colour: 'red' }],
      ['titel', { titel: 'Bike' }],
      ['id', { id: 'x' }],
      ['trusted', { trusted: true }],
      ['__proto__', JSON.parse('{"__proto__":{"trusted":true}}') as unknown],
      ['region.circle.radius', { region: { circle: { radius: 5 } } }],
      ['region.circle.radiusMeters', { region: { circle: { radiusMeters: 1 } } }],
      ['region.circle.radiusMeters', { region: { circle: { radiusMeters: null } } }],
      ['region.polygon', { region: { polygon: [[13.4, 52.5]], at: { lat: 52.5, lng: 13.4 } } }],
      ['region', { region: 'Berlin' }],
      ['title', { title: null }],
      ['title', { title: ' ' }],
      ['keywords', { keywords: null }],
      ['keywords', { keywords: [] }],
      ['keywords.0', { keywords: ['x'.repeat(65)] }],
      ['device', { mobile: true }],
      ['validUntil', { validUntil: '2020-01-01T00:00:00Z' }],
      ['ext', { ext: { big: 'x'.repeat(8_192) } }],
      ['ext', { ext: 1 }],
      ['body', ['title']],
      ['body', null],
    ]
    for (const [field, json] of bad) {
      const problem = await problemIn(await patch(json))
      expect([field, problem]).toEqual([field, { status: 400, code: 'bad_field', field }])
    }
    expect(await world.subjects.find(id)).toMatchObject({ title: 'Bike', version: 1 })
  })

  test('where two patches that are small enough make something that is too large', async () => {
    expect((await patch({ ext: { a: 'x'.repeat(5_000) } })).status).toBe(200)
    const problem = await problemIn(await patch({ ext: { b: 'x'.repeat(5_000) } }, { etag: '"2"' }))
    expect(problem).toEqual({ status: 400, code: 'bad_field', field: 'ext' })
  })
})

test('401, 403 and 404 as for an edit of the whole', async () => {
  expect((await world.call(`PATCH /store/searches/${id}`, { json: {} })).status).toBe(401)
  expect(await problemIn(await patch({}, { as: 'ben' }))).toEqual({ status: 403, code: 'not_yours' })
  const hidden = await world.write('searches', 'anna', { active: false })
  const missing = { status: 404, code: 'not_found' }
  expect(await problemIn(await patch({}, { as: 'ben', id: hidden, etag: '"9"' }))).toEqual(missing)
  await world.devices.register({ id: 'bens-phone', person: 'ben', created: 1 })
  const problem = await problemIn(await patch({ mobile: true, device: 'bens-phone' }))
  expect(problem).toEqual({ status: 403, code: 'not_your_device', field: 'device' })
})

test('412 for a state that is not the one kept, 428 without If-Match, 422 for another owner', async () => {
  expect(await problemIn(await patch({ title: 'Late' }, { etag: '"2"' }))).toMatchObject({ status: 412 })
  const headers = { 'content-type': 'application/merge-patch+json' }
  const without = await world.call(`PATCH /store/searches/${id}`, { as: 'anna', json: {}, headers })
  expect(await problemIn(without)).toEqual({ status: 428, code: 'if_match_missing', field: 'If-Match' })
  expect(await problemIn(await patch({ owner: 'ben' }))).toMatchObject({ status: 422, field: 'owner' })
})

test('415 for a body of another type', async () => {
  expect((await patch({}, { type: 'text/plain' })).status).toBe(415)
})
