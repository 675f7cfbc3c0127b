import { beforeEach, describe, expect, test } from 'vitest'
import { isInPolygon } from '#lib/geo/is-in-polygon.ts'
import { capRadiusMeters } from '#lib/geo/polygon-size.ts'
import { snapToGrid } from '#lib/geo/snap.ts'
import { travel } from '#lib/geo/travel.ts'
import { problemSchema } from '#lib/http/wire-schemas.ts'
import { aDraft, openWorld, type World } from '../open-world.fixture.ts'
import { subjectSchema } from '../subject-wire.ts'

let world: World

beforeEach(async () => {
  world = await openWorld()
})

type Position = [lng: number, lat: number]

const AT = { lat: 52.5201, lng: 13.4051 }
// A block of houses. The middle of the cell of its location is outside of it.
const BLOCK: Position[] = [
  [13.4047, 52.5199],
  [13.4055, 52.5199],
  [13.4055, 52.5203],
  [13.4047, 52.5203],
]
const region = { polygon: BLOCK, at: AT }
const ring = BLOCK.map(([lng, lat]) => ({ lat, lng }))

const create = (over: Record<string, unknown>) =>
  world.call('POST /store/searches', { as: 'anna', json: aDraft({ region, ...over }) })

const viewOf = async (response: Response) => subjectSchema.parse(await response.json())

const read = async (id: string, as?: string) =>
  viewOf(await world.call(`GET /store/searches/${id}`, as === undefined ? {} : { as }))

const edit = (id: string, json: unknown, version = 1) =>
  world.call(`PUT /store/searches/${id}`, { as: 'anna', json, headers: { 'if-match': `"${version}"` } })

describe('a polygon', () => {
  test('that its owner shows is seen by everybody as it was written', async () => {
    const response = await create({})
    expect(response.status).toBe(201)
    const { id, region: written } = await viewOf(response)
    expect(written).toEqual(region)
    for (const as of [undefined, 'ben', 'anna']) expect((await read(id, as)).region).toEqual(region)
    const list = (await (await world.call('GET /store/searches')).json()) as { items: unknown[] }
    expect(list.items).toMatchObject([{ id, region }])
  })

  test('is kept with a circle around its location that contains it', async () => {
    const { id } = await viewOf(await create({}))
    const stored = await world.subjects.find(id)
    expect(stored).toMatchObject({ at: AT, polygon: ring })
    expect(stored?.radiusMeters).toBe(Math.ceil(capRadiusMeters(ring, AT)))
  })

  test('may repeat its first position at the end, as in GeoJSON', async () => {
    const response = await create({ region: { polygon: [...BLOCK, ...BLOCK.slice(0, 1)], at: AT } })
    expect((await viewOf(response)).region).toEqual(region)
  })

  test('may have 500 positions, in any direction, across the antimeridian or around a pole', async () => {
    const around = (turn: (share: number) => Position) =>
      Array.from({ length: 500 }, (_, index) => turn(index / 500))
    const rings = [
      {
        at: { lat: 89.9, lng: 7 },
        polygon: around((share) => [share * 360 - 180, 89.8]),
      },
      {
        at: { lat: -17, lng: 180 },
        polygon: around((share) => {
          const angle = share * 2 * Math.PI
          const lng = 180 + 0.3 * Math.sin(angle)
          return [lng > 180 ? lng - 360 : lng, -17 + 0.3 * Math.cos(angle)]
        }),
      },
    ]
    for (const { at, polygon } of rings) {
      for (const positions of [polygon, polygon.toReversed()]) {
        const response = await create({ region: { polygon: positions, at } })
        expect(response.status).toBe(201)
        expect((await viewOf(response)).region).toEqual({ polygon: positions, at })
      }
    }
  })

  test('becomes a circle by an edit, and a circle a polygon', async () => {
    const { id } = await viewOf(await create({}))
    expect((await viewOf(await edit(id, aDraft()))).region).toEqual(aDraft()['region'])
    expect((await world.subjects.find(id))?.polygon).toBeUndefined()
    expect((await viewOf(await edit(id, aDraft({ region }), 2))).region).toEqual(region)
  })

  test('is in the export of its owner, and in no event', async () => {
    const { id } = await viewOf(await create({ showLocation: false }))
    const answer = await world.call('GET /store/people/anna', { as: 'service:accounts' })
    expect(await answer.json()).toMatchObject({
      files: { 'searches.json': [{ id, region: { polygon: BLOCK } }] },
    })
    await expect.poll(async () => (await world.told()).length).toBe(1)
    expect(JSON.stringify(await world.told())).not.toMatch(/52\.5|13\.40/u)
  })

  test('is named on the pages, with the distance to its farthest point', async () => {
    const { id } = await viewOf(await create({}))
    const meters = Math.ceil(capRadiusMeters(ring, AT))
    for (const path of ['/store/searches', `/store/searches/${id}`]) {
      const page = await (await world.call(`GET ${path}`, { headers: { accept: 'text/html' } })).text()
      expect(page).toContain(`${meters}\u00A0m (polygon)`)
    }
  })
})

describe('a polygon whose location is hidden', () => {
  const hidden = { showLocation: false }

  test('is seen by others as a circle around the middle of a cell, with a rounded radius', async () => {
    const { id } = await viewOf(await create(hidden))
    const circle = { centre: snapToGrid(AT), radiusMeters: 500 }
    for (const as of [undefined, 'ben']) expect((await read(id, as)).region).toEqual({ circle })
    const list = await world.call('GET /store/searches', { as: 'ben' })
    expect(await list.text()).not.toContain('polygon')
    const far: Position[] = [[13.4051, 52.51], ...BLOCK.slice(1)]
    const { id: larger } = await viewOf(await create({ ...hidden, region: { polygon: far, at: AT } }))
    expect((await read(larger, 'ben')).region.circle?.radiusMeters).toBe(1_000)
  })

  test('is seen by its owner, by services and by admins, with the middle of the cell as its location', async () => {
    const { id } = await viewOf(await create(hidden))
    for (const as of ['anna', 'admin', 'service:matching'])
      expect((await read(id, as)).region).toEqual({ polygon: BLOCK, at: snapToGrid(AT) })
    expect(JSON.stringify(await world.subjects.find(id))).not.toContain(String(AT.lat))
  })

  test('can be written back as its owner reads it', async () => {
    const view = await viewOf(await create(hidden))
    expect(isInPolygon(snapToGrid(AT), ring)).toBe(false)
    const response = await edit(view.id, aDraft({ ...hidden, region: view.region }))
    expect(response.status).toBe(200)
    expect((await viewOf(response)).region).toEqual(view.region)
  })

  test('cannot be shown without its exact location', async () => {
    const view = await viewOf(await create(hidden))
    const response = await edit(view.id, aDraft({ showLocation: true, region: view.region }))
    expect(problemSchema.parse(await response.json()).field).toBe('region.polygon')
  })
})

describe('400 naming the field', () => {
  const withRing = (...polygon: unknown[]) => ({ region: { polygon, at: AT } })
  const circle = { centre: AT, radiusMeters: 500 }
  const [a, b, c, d] = BLOCK
  const disc = (meters: number) =>
    Array.from({ length: 36 }, (_, index) => {
      const { lat, lng } = travel(AT, index * 10, meters)
      return [lng, lat]
    })

  test.each<[string, string, Record<string, unknown>]>([
    ['region.at', 'must be given with "polygon"', { region: { polygon: BLOCK } }],
    ['region.at', 'must not be given without "polygon"', { region: { circle, at: AT } }],
    ['region.polygon', 'must not be given beside "circle"', { region: { circle, polygon: BLOCK, at: AT } }],
    ['region.circle', 'must be given, or "polygon"', { region: {} }],
    ['region.polygon', '"mobile"', { mobile: true, device: 'phone' }],
    ['region.at.lat', 'must be −90 to 90', { region: { polygon: BLOCK, at: { lat: 91, lng: 0 } } }],
    ['region.at.lng', 'must be a number', { region: { polygon: BLOCK, at: { lat: 1 } } }],
    ['region.at', 'must be {"lat", "lng"}', { region: { polygon: BLOCK, at: [13, 52] } }],
    ['region.at.lon', 'is not a known field', { region: { polygon: BLOCK, at: { ...AT, lon: 1 } } }],
    ['region.holes', 'is not a known field', { region: { polygon: BLOCK, at: AT, holes: [] } }],
    ['region.polygon', 'must be a list of', { region: { polygon: 'POLYGON((1 2))', at: AT } }],
    ['region.polygon.0', 'must be [longitude, latitude]', withRing(BLOCK)],
    ['region.polygon.1', 'must be [longitude, latitude]', withRing(a, { lat: 1, lng: 2 }, c)],
    ['region.polygon.2', 'must be [longitude, latitude]', withRing(a, b, [1, 2, 3])],
    ['region.polygon.2', 'must be [longitude, latitude]', withRing(a, b, [])],
    ['region.polygon.1.0', 'must be −180 to 180', withRing(a, [181, 0], c)],
    ['region.polygon.1.1', 'must be −90 to 90', withRing(a, [0, -91], c)],
    ['region.polygon.1.1', 'must be a number', withRing(a, [0, '1'], c)],
    // With a second fault, which the check of the whole draft would meet.
    ['region.polygon.1.0', 'must be −180 to 180', { region: { polygon: [a, [181, 0], c] } }],
    ['region.at.lat', 'must be −90 to 90', { region: { at: { lat: 91, lng: 0 } } }],
    ['region.polygon', 'must have at least 3 points', withRing()],
    ['region.polygon', 'must have at least 3 points', withRing(a, b, a)],
    [
      'region.polygon',
      'must have at most 500 points',
      withRing(...Array.from({ length: 501 }, (_, index) => (index === 500 ? b : a))),
    ],
    ['region.polygon', 'must have at most 500 points', withRing(...Array.from({ length: 502 }, () => a))],
    ['region.polygon', 'points 1 and 2 are the same', withRing(a, a, b, c)],
    ['region.polygon', 'must not cross or touch itself', withRing(a, c, b, d)],
    [
      'region.polygon',
      'must contain the location',
      { region: { polygon: BLOCK, at: { lat: 52.5201, lng: 13.4061 } } },
    ],
    [
      'region.polygon',
      'must contain the location',
      { showLocation: false, region: { polygon: BLOCK, at: { lat: 52.5201, lng: 13.4061 } } },
    ],
    ['region.polygon', 'but point 2 is not', withRing(a, [14.5, 52.52], c)],
    // As GeoJSON must not be written: latitude first.
    ['region.polygon', 'but point 1 is not', withRing(...BLOCK.map(([lng, lat]) => [lat, lng]))],
    ['region.polygon', 'must have an area of at most 10,000 km²', withRing(...disc(60_000))],
  ])('%s: %s', async (field, detail, over) => {
    const response = await create(over)
    const problem = problemSchema.parse(await response.json())
    expect(problem).toMatchObject({ status: 400, code: 'bad_field', field })
    expect(problem.detail).toContain(`"${field}" `)
    expect(problem.detail).toContain(detail)
  })

  test('also when a draft replaces another', async () => {
    const { id } = await viewOf(await create({}))
    const response = await edit(id, aDraft({ region: { polygon: BLOCK.slice(2), at: AT } }))
    expect(problemSchema.parse(await response.json())).toMatchObject({ status: 400, field: 'region.polygon' })
  })
})
