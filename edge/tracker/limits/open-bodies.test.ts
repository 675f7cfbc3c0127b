import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { signServiceToken } from '#lib/auth/tokens.ts'
import { aTrackedEvent } from '#lib/builders/a-tracked-event.ts'
import { encodeTracked } from '#lib/events/tracked-event.ts'
import { LIMITS, openTrackerWorld, type TrackerWorld } from '../open-tracker-world.fixture.ts'

const PACKERS = {
  gzip: gzipSync,
  deflate: deflateSync,
  'deflate without its head': deflateRawSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
}
const KIBIBYTE = 1_024

let world: TrackerWorld
let authorization: string

beforeAll(async () => {
  world = await openTrackerWorld()
  authorization = `Bearer ${await signServiceToken(world.keys, 'tracker', 'tracker')}`
  return () => world.close()
})

function post(path: string, body: Uint8Array, headers: Record<string, string>, limits = LIMITS) {
  return world.tracker({ limits }).request(path, { method: 'POST', body: new Uint8Array(body), headers }, {})
}

const ENTRY = encodeTracked(aTrackedEvent())

const LOCATION = { _type: 'location', lat: 52.5, lon: 13.4, tst: 1_760_000_000 }
const FEATURE = {
  type: 'Feature',
  geometry: { type: 'Point', coordinates: [13.4, 52.5] },
  properties: { timestamp: '2026-01-01T12:00:00Z', device_id: 'phone-1' },
}

// Every route that takes a body, with a body that makes one entry.
const BODIES = [
  ['/v1/events', 'application/json', { type: 'w' }],
  ['/v1/batch', 'application/json', [{ type: 'w' }]],
  ['/v1/track', 'application/json', { event: 'w', anonymousId: 'phone-1' }],
  ['/v1/ingest', 'application/x-ndjson', ENTRY],
  ['/owntracks', 'application/json', LOCATION],
  ['/overland', 'application/json', { locations: [FEATURE] }],
  ['/osmand', 'application/x-www-form-urlencoded', 'id=phone-1&lat=52.5&lon=13.4'],
  [
    '/',
    'application/json',
    { device_id: 'phone-1', location: { coords: { latitude: 52.5, longitude: 13.4 } } },
  ],
] as const

describe.each(Object.entries(PACKERS))('packed as %s', (name, pack) => {
  const [encoding = ''] = name.split(' ')

  test.each(BODIES)('a body is unpacked at %s', async (path, contentType, body) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const query = path === '/' ? '/?id=phone-1&lat=52.5' : path
    const headers = {
      'content-type': contentType,
      'content-encoding': encoding,
      ...(path === '/v1/ingest' && { authorization }),
      ...(path === '/owntracks' && { 'x-limit-u': 'phone-1' }),
    }
    expect((await post(query, pack(text), headers)).status).toBe(200)
    const events = await world.kept()
    expect(events).toHaveLength(1)
  })

  test('an event of exactly the limit after decompression is taken, one byte more is 413', async () => {
    const text = JSON.stringify({ type: 'w' })
    const limits = { ...LIMITS, eventBytesMax: 1_000 }
    // Spaces around JSON are not part of the event.
    for (const [bytes, status] of [
      [1_000, 200],
      [1_001, 413],
    ] as const) {
      const response = await post(
        '/v1/events',
        pack(text.padEnd(bytes)),
        { 'content-encoding': encoding },
        limits,
      )
      expect(response.status).toBe(status)
    }
    expect(await world.kept()).toHaveLength(1)
  })

  test('a batch may be larger than its limit on the wire, up to the limit for decompressed batches', async () => {
    const limits = { ...LIMITS, batchBytesMax: 10_000, batchUnpackedBytesMax: 60 * KIBIBYTE }
    for (const [bytes, status] of [
      [limits.batchUnpackedBytesMax, 200],
      [limits.batchUnpackedBytesMax + 1, 413],
    ] as const) {
      const body = pack('[{"type":"w"}]'.padEnd(bytes))
      const response = await post('/v1/batch', body, { 'content-encoding': encoding }, limits)
      expect(response.status).toBe(status)
    }
    expect(await world.kept()).toHaveLength(1)
  })

  test('above 64 KiB the ratio of decompressed size to compressed size is limited', async () => {
    const limits = { ...LIMITS, batchUnpackedBytesMax: 4_194_304, unpackRatioMax: 20 }
    const bomb = await post(
      '/v1/batch',
      pack('[]'.padEnd(64 * KIBIBYTE + 1)),
      { 'content-encoding': encoding },
      limits,
    )
    expect(bomb.status).toBe(413)
    expect(await bomb.json()).toMatchObject({ code: 'too_large', field: 'body' })
    const small = await post(
      '/v1/batch',
      pack('[]'.padEnd(64 * KIBIBYTE)),
      { 'content-encoding': encoding },
      limits,
    )
    expect(small.status).toBe(200)
  })

  test('a body that is cut off or not compressed is 400; as the report of a phone it is kept as unreadable', async () => {
    const packed = pack('{"type":"w","params":{"text":"abcdefgh"}}')
    for (const body of [packed.subarray(0, -1), new TextEncoder().encode('{"type":"w"}    ')]) {
      const response = await post('/v1/events', body, { 'content-encoding': encoding })
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ code: 'bad_encoding', field: 'body' })
      const phone = await post('/overland', body, { 'content-encoding': encoding })
      expect([phone.status, await phone.text()]).toEqual([200, '{"result":"ok"}'])
      const [entry] = await world.entries()
      expect(JSON.parse(entry ?? '')).toMatchObject({
        bad: expect.stringContaining('Content-Encoding'),
        b: '',
      })
    }
  })
})

describe('an unknown encoding', () => {
  test.each(['gzip, gzip', 'compress', 'aes128gcm', '*'])(
    '%s is 415, and the answer names the known ones',
    async (encoding) => {
      const response = await post('/v1/events', gzipSync(gzipSync('{"type":"w"}')), {
        'content-encoding': encoding,
      })
      expect(response.status).toBe(415)
      expect(response.headers.get('accept-encoding')).toBe('gzip, deflate, br, zstd')
      expect(await response.json()).toMatchObject({ code: 'bad_encoding', field: 'Content-Encoding' })
      expect(await world.entries()).toEqual([])
    },
  )

  test('of a phone is kept as unreadable', async () => {
    const response = await post('/owntracks', gzipSync('x'), { 'content-encoding': 'compress' })
    expect([response.status, await response.text()]).toEqual([200, '[]'])
    expect(await world.entries()).toHaveLength(1)
  })
})

test.each(['identity', '', 'Identity'])('the encoding %j means not compressed', async (encoding) => {
  const body = new TextEncoder().encode('{"type":"w"}')
  expect((await post('/v1/events', body, { 'content-encoding': encoding })).status).toBe(200)
  expect(await world.kept()).toHaveLength(1)
})
