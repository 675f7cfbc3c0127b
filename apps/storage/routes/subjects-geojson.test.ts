import { check } from '@placemarkio/check-geojson'
import { beforeEach, describe, expect, test } from 'vitest'
import { BERLIN } from '#lib/builders/a-subject.ts'
import { snapToGrid } from '#lib/geo/snap.ts'
import { featureSchema, featuresSchema } from '../formats/feature-wire.ts'
import { openWorld, problemIn, type World } from '../open-world.fixture.ts'

let world: World

beforeEach(async () => {
  world = await openWorld()
})

const GEOJSON = 'application/geo+json'

async function ask(path: string, { as, accept }: { readonly as?: string; readonly accept?: string } = {}) {
  const headers: Record<string, string> = accept === undefined ? {} : { accept }
  const response = await world.call(`GET ${path}`, { ...(as !== undefined && { as }), headers })
  const text = await response.text()
  return { response, text, type: response.headers.get('content-type') }
}

/** A list as GeoJSON that a validator accepts. */
async function collection(query: string, as?: string) {
  const { text, response } = await ask(`/store/offers?format=geojson${query}`, as === undefined ? {} : { as })
  check(text)
  return { ...featuresSchema.parse(JSON.parse(text)), link: response.headers.get('link') }
}

const polygon = (...ring: (readonly [number, number])[]) => ({
  region: { polygon: ring, at: { lat: ring[0]?.[1], lng: ring[0]?.[0] } },
})

const FIJI = polygon([179.95, -17], [-179.95, -17], [-179.95, -16.9], [179.95, -16.9])

describe('200', () => {
  test('a list is a FeatureCollection, by the parameter or by the Accept header', async () => {
    await world.write('offers', 'anna', { title: 'bike' })
    for (const asked of [
      await ask('/store/offers?format=geojson'),
      await ask('/store/offers', { accept: GEOJSON }),
    ]) {
      expect([asked.response.status, asked.type]).toEqual([200, GEOJSON])
      expect(JSON.parse(asked.text)).toMatchObject({
        type: 'FeatureCollection',
        features: [
          {
            type: 'Feature',
            geometry: { type: 'Point', coordinates: [13.4051, 52.5201] },
            properties: { title: 'bike', kind: 'offer', radiusMeters: 1_000, keywords: ['bike'] },
          },
        ],
      })
    }
  })

  test('one is a Feature, with the ETag of its version, and 304 for who knows it', async () => {
    const id = await world.write('offers', 'anna')
    const { response, text, type } = await ask(`/store/offers/${id}`, { accept: GEOJSON })
    check(text)
    expect([type, response.headers.get('etag')]).toEqual([GEOJSON, expect.stringMatching(/^"1-/u)])
    expect(featureSchema.parse(JSON.parse(text))).toMatchObject({ type: 'Feature', id })
    const again = await world.call(`GET /store/offers/${id}?format=geojson`, {
      headers: { 'if-none-match': response.headers.get('etag') ?? '' },
    })
    expect(again.status).toBe(304)
    const asJson = await ask(`/store/offers/${id}?format=json`, { accept: GEOJSON })
    expect([asJson.type, asJson.response.headers.get('etag')]).not.toContain(response.headers.get('etag'))
  })

  test('a polygon is cut at the antimeridian, with the box that RFC 7946 demands', async () => {
    await world.write('offers', 'anna', FIJI)
    await world.write('offers', 'anna', polygon([13.4, 52.5], [13.4, 52.6], [13.5, 52.6]))
    const [small, cut] = (await collection('')).features
    expect(cut?.geometry?.type).toBe('MultiPolygon')
    expect(cut?.bbox).toEqual([179.95, expect.closeTo(-17, 2), -179.95, expect.closeTo(-16.9, 2)])
    expect(small?.geometry).toEqual({
      type: 'Polygon',
      coordinates: [[[13.4, 52.5], expect.any(Array), expect.any(Array), [13.4, 52.5]]].map((ring) =>
        expect.objectContaining({ length: ring.length }),
      ),
    })
    expect(small?.properties).toMatchObject({ at: { lat: 52.5, lng: 13.4 } })
  })

  test('what has no place has no geometry', async () => {
    await world.devices.register({ id: 'phone', person: 'anna', created: 1 })
    const region = { circle: { radiusMeters: 500 } }
    await world.write('offers', 'anna', { mobile: true, device: 'phone', region })
    const [feature] = (await collection('')).features
    expect(feature).toMatchObject({ geometry: null, properties: { radiusMeters: 500 } })
  })

  test('a hidden place is the middle of its cell, and a hidden polygon a circle, also within the collection', async () => {
    await world.write('offers', 'anna', { showLocation: false })
    await world.write('offers', 'anna', { ...FIJI, showLocation: false })
    const of = async (as?: string) => (await collection('', as)).features.map(({ geometry }) => geometry)
    const [fiji, berlin] = await of('ben')
    expect(berlin?.type === 'Point' && berlin.coordinates).toEqual([
      snapToGrid(BERLIN).lng,
      snapToGrid({ lat: 52.5201, lng: 13.4051 }).lat,
    ])
    expect(fiji?.type).toBe('Point')
    expect((await of('anna'))[0]?.type).toBe('MultiPolygon')
    expect((await ask('/store/offers?format=geojson')).text).not.toMatch(/179\.95[,\]}]/u)
  })

  test('fields of the owner are for the owner', async () => {
    await world.write('offers', 'anna', { ext: { note: 'secret' } })
    expect((await ask('/store/offers?format=geojson', { as: 'ben' })).text).not.toContain('secret')
    expect((await ask('/store/offers?format=geojson', { as: 'anna' })).text).toContain('secret')
  })

  test('pages: the collection and the header Link lead to the next one, in each format', async () => {
    for (const title of ['a', 'b', 'c']) await world.write('offers', 'anna', { title })
    const first = await collection('&limit=2')
    expect(first.link).toBe(`</store/offers?format=geojson&limit=2&cursor=${first.next}>; rel="next"`)
    const second = await collection(`&limit=2&cursor=${first.next}`)
    expect(second.features.map(({ properties }) => properties.title)).toEqual(['a'])
    expect([second.next, second.link]).toEqual([undefined, null])
    for (const format of ['json', 'html']) {
      const { response } = await ask(`/store/offers?format=${format}&limit=2`)
      expect(response.headers.get('link')).toContain(`cursor=${first.next}>; rel="next"`)
    }
  })
})

test('400 for a format that one search or offer does not have', async () => {
  const id = await world.write('offers', 'anna')
  for (const format of ['csv', 'xml'])
    expect(await problemIn(await world.call(`GET /store/offers/${id}?format=${format}`))).toMatchObject({
      status: 400,
      field: 'format',
    })
})
