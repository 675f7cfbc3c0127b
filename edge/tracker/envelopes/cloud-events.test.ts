import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signDeviceKey } from '#lib/auth/tokens.ts'
import { openTrackerWorld, type TrackerWorld } from '../open-tracker-world.fixture.ts'

let world: TrackerWorld

beforeAll(async () => {
  world = await openTrackerWorld()
})
afterAll(() => world.close())

const EVENT = { specversion: '1.0', id: '100', source: '/studio', type: 'w', subject: 'phone-1' }

function post(
  path: string,
  contentType: string,
  body: BodyInit | null,
  headers: Record<string, string> = {},
) {
  return world
    .tracker()
    .request(path, { method: 'POST', headers: { 'content-type': contentType, ...headers }, body }, {})
}

function postStructured(event: unknown, headers: Record<string, string> = {}) {
  return post('/v1/events', 'application/cloudevents+json', JSON.stringify(event), headers)
}

function postBinary(attributes: Record<string, string>, body: BodyInit | null = null, contentType = '') {
  const names = Object.entries({ ...EVENT, ...attributes }).map(([name, value]) => [`ce-${name}`, value])
  return post('/v1/events', contentType, body, Object.fromEntries(names) as Record<string, string>)
}

function postBatch(events: readonly unknown[], contentType = 'application/cloudevents-batch+json') {
  return post('/v1/batch', contentType, JSON.stringify(events))
}

describe('an attribute that is null is absent', () => {
  test.each(['id', 'subject', 'time', 'source', 'dataschema', 'datacontenttype', 'myextension', 'writeKey'])(
    '%s',
    async (name) => {
      const response = await postStructured({ ...EVENT, data: { n: 1 }, [name]: null })
      expect(response.status).toBe(200)
      const [event] = await world.kept()
      expect(event).toMatchObject({ params: { n: 1 }, attributes: undefined })
      if (name === 'subject') expect(event?.device).toBeUndefined()
      if (name === 'source') expect(event?.clientSource).toBeUndefined()
      if (name === 'id') expect(event?.id).toMatch(/^[0-9a-f-]{36}$/u)
    },
  )

  test.each(['type', 'specversion'])('%s, which is required: 400', async (name) => {
    const response = await postStructured({ ...EVENT, [name]: null })
    expect([response.status, (await response.json()).field]).toEqual([400, name])
  })
})

describe('data is in one of two fields', () => {
  test.each([
    ['data beside a data_base64 of null', { data: { n: 1 }, data_base64: null }, { n: 1 }],
    ['data_base64 beside data of null', { data: null, data_base64: 'Af8=' }, { data_base64: 'Af8=' }],
    ['both null', { data: null, data_base64: null }, {}],
    ['only data, which is null', { data: null }, {}],
    ['neither', {}, {}],
    ['text', { data: 'grüße' }, { data: 'grüße' }],
    ['false', { data: false }, { data: false }],
    ['a list', { data: [1] }, { data: [1] }],
    [
      'text of another type',
      { data: '<a/>', datacontenttype: 'application/xml' },
      { data: '<a/>', datacontenttype: 'application/xml' },
    ],
    [
      'bytes of a type',
      { data_base64: 'Af8=', datacontenttype: 'image/png' },
      { data_base64: 'Af8=', datacontenttype: 'image/png' },
    ],
  ])('%s', async (_, data, params) => {
    expect((await postStructured({ ...EVENT, ...data })).status).toBe(200)
    const [event] = await world.kept()
    expect(event?.params).toEqual(params)
  })

  test.each([
    ['both', { data: {}, data_base64: 'Af8=' }],
    ['bytes that are a number', { data_base64: 7 }],
    ['bytes that are not Base64', { data_base64: 'not base64!' }],
  ])('400: %s', async (_, data) => {
    const response = await postStructured({ ...EVENT, ...data })
    expect([response.status, (await response.json()).field]).toEqual([400, 'data_base64'])
    expect(await world.kept()).toEqual([])
  })

  test('a body of JSON null in binary mode means no data', async () => {
    await postBinary({}, 'null', 'application/json')
    expect(await world.kept()).toMatchObject([{ params: {} }])
  })
})

const IDS = [
  'partition:1/offset:24',
  'A234-1234-1234',
  'urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66',
  'two words',
  'größe ✓ 🎈',
  '#1',
  '%41',
  '"quoted"',
  'a'.repeat(256),
]

describe('any text is an id', () => {
  test.each(IDS)('%j in structured mode', async (id) => {
    expect(await (await postStructured({ ...EVENT, id })).json()).toEqual({ status: 'ok', id })
    expect(await world.kept()).toMatchObject([{ id }])
  })

  test.each(IDS)('%j in binary mode', async (id) => {
    expect(await (await postBinary({ id: encodeURIComponent(id) })).json()).toEqual({ status: 'ok', id })
    expect(await world.kept()).toMatchObject([{ id }])
  })

  test.each(IDS)('%j in a batch', async (id) => {
    const { results } = await (await postBatch([{ ...EVENT, id }])).json()
    expect(results).toEqual(id.startsWith('#') ? { '#0': { result: 'ok', id } } : { [id]: { result: 'ok' } })
    expect(await world.kept()).toMatchObject([{ id }])
  })

  test.each([
    ['empty', ''],
    ['too long', 'a'.repeat(257)],
    ['with a line break', 'a\nb'],
    ['with NUL', 'a\u0000'],
    ['with half a surrogate pair', '\ud800'],
    ['an object', {}],
    ['a list', ['a']],
    ['a boolean', true],
  ])('400: an id that is %s', async (_, id) => {
    const response = await postStructured({ ...EVENT, id })
    expect([response.status, (await response.json()).field]).toEqual([400, 'id'])
    expect(await world.kept()).toEqual([])
  })

  test('400: an escaped control character in a header', async () => {
    const response = await postBinary({ id: 'a%0Ab' })
    expect([response.status, (await response.json()).field]).toEqual([400, 'id'])
  })
})

describe('the source of the client', () => {
  test('is kept beside the source that the tracker sets, in every mode', async () => {
    const event = { ...EVENT, source: '/service/storage', type: 'srch' }
    await postStructured(event)
    await postBinary({ source: '%2Fservice%2Fstorage', type: 'srch' })
    await postBatch([event])
    await postBatch([event], 'application/json')
    const kept = await world.kept()
    expect(kept).toHaveLength(4)
    for (const { source, clientSource, quality } of kept)
      expect([source, clientSource, quality]).toEqual(['/tracker/berlin', '/service/storage', ['unproven']])
  })

  test('distinguishes two events with one id: both are kept and answered', async () => {
    const events = ['/studio', '/lms', '/studio'].map((source) => ({ ...EVENT, source }))
    const { results } = await (await postBatch(events)).json()
    expect(results).toEqual({ '100': { result: 'duplicate' }, '#1': { result: 'ok', id: '100' } })
    expect((await world.kept()).map(({ id, clientSource }) => [id, clientSource])).toEqual([
      ['100', '/studio'],
      ['100', '/lms'],
    ])
  })

  test('and the id never mix: texts that are equal when joined are different events', async () => {
    const pairs = [
      ['/a', 'b c'],
      ['/a b', 'c'],
      ['/a b c', 'd'],
      ['/a', 'b c d'],
    ]
    await postBatch(pairs.map(([source, id]) => ({ ...EVENT, source, id })))
    expect(await world.kept()).toHaveLength(pairs.length)
  })

  test.each([
    ['empty', ''],
    ['a number', 7],
    ['an object', {}],
    ['too long', `/${'a'.repeat(512)}`],
    ['with a control character', '/a\u0007'],
  ])('400: %s', async (_, source) => {
    const response = await postStructured({ ...EVENT, source })
    expect([response.status, (await response.json()).field]).toEqual([400, 'source'])
    expect(await world.kept()).toEqual([])
  })

  test('distinguishes events without an id, too', async () => {
    const time = '2026-01-01T00:00:00Z'
    const events = ['/studio', '/lms'].map((source) => ({ ...EVENT, source, id: null, time }))
    await postBatch(events)
    expect(await world.kept()).toHaveLength(2)
  })
})

describe('attributes that we do not know', () => {
  const EXTENSIONS = { dataschema: 'https://schemas.example/w', partitionkey: 'a', sequence: 7, isold: true }

  test('are kept in structured mode', async () => {
    await postStructured({ ...EVENT, ...EXTENSIONS, data: { n: 1 } })
    expect(await world.kept()).toMatchObject([{ attributes: EXTENSIONS, params: { n: 1 } }])
  })

  test('are kept in binary mode, as text', async () => {
    await postBinary({ dataschema: 'https%3A%2F%2Fschemas.example', partitionkey: 'g%C3%BCn' })
    expect(await world.kept()).toMatchObject([
      { attributes: { dataschema: 'https://schemas.example', partitionkey: 'gün' } },
    ])
  })

  test('are kept as they stand where a sender escapes nothing', async () => {
    expect((await postBinary({ partitionkey: '100% "a"' })).status).toBe(200)
    expect(await world.kept()).toMatchObject([{ attributes: { partitionkey: '100% "a"' } }])
  })

  test('a type of JSON that is not the usual one is kept beside its data', async () => {
    await postStructured({ ...EVENT, datacontenttype: 'application/vnd.shop+json', data: { n: 1 } })
    await postStructured({ ...EVENT, datacontenttype: 'application/json', data: { n: 1 } })
    expect((await world.kept()).map(({ attributes }) => attributes)).toEqual([
      { datacontenttype: 'application/vnd.shop+json' },
      undefined,
    ])
  })

  test('cannot replace fields that we set', async () => {
    await postStructured({ ...EVENT, clientsource: '/lms', replay: 'run-1', traceparent: 'x' })
    expect(await world.kept()).toMatchObject([
      {
        clientSource: '/studio',
        replay: undefined,
        traceparent: undefined,
        attributes: { clientsource: '/lms', replay: 'run-1', traceparent: 'x' },
      },
    ])
  })

  test('a device key among them proves its device, and is not kept', async () => {
    const dk = await signDeviceKey(world.keys, { device: 'phone-1', person: 'anna', keyId: 'key-1' })
    await postStructured({ ...EVENT, dk, data: { n: 1 } })
    await postStructured({ ...EVENT, dk, data: 'text' })
    await postBinary({ dk }, '{"n":1}', 'application/json')
    const entries = await world.entries()
    expect(entries).toHaveLength(3)
    for (const entry of entries) {
      expect(entry).not.toContain(dk)
      expect(JSON.parse(entry)).toMatchObject({ y: 'anna' })
    }
  })

  test('are not kept if the sender asks not to be tracked; the source is not kept either', async () => {
    const events = ['/of/anna', '/of/ben'].map((source) => ({ ...EVENT, ...EXTENSIONS, source }))
    const headers = { 'sec-gpc': '1' }
    for (const event of events) await postStructured(event, headers)
    const kept = await world.kept()
    for (const { attributes, clientSource } of kept)
      expect([attributes, clientSource]).toEqual([undefined, undefined])
    expect(new Set(kept.map(({ id }) => id)).size).toBe(2)
  })
})

test.each([
  ['another version', '0.3'],
  ['a version that is a number', 1],
  ['no version at all', ''],
])('400: an event of %s, for each type of body', async (_, specversion) => {
  for (const type of ['application/json', 'application/cloudevents+json', 'text/plain']) {
    const response = await post('/v1/events', type, JSON.stringify({ ...EVENT, specversion }))
    expect([response.status, (await response.json()).field]).toEqual([400, 'specversion'])
  }
  expect(await world.kept()).toEqual([])
})
