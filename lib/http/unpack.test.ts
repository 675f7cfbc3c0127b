import {
  brotliCompressSync,
  constants,
  createZstdCompress,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib'
import { fileURLToPath } from 'node:url'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { unpack } from '#lib/http/unpack.ts'

const PACKERS: readonly (readonly [name: string, encoding: string, pack: (bytes: Uint8Array) => Buffer])[] = [
  ['gzip', 'gzip', (bytes) => gzipSync(bytes)],
  ['gzip by its old name', 'x-gzip', (bytes) => gzipSync(bytes)],
  ['gzip in capitals', ' GZIP', (bytes) => gzipSync(bytes)],
  ['deflate', 'deflate', (bytes) => deflateSync(bytes)],
  ['deflate at its fastest', 'deflate', (bytes) => deflateSync(bytes, { level: 1 })],
  ['deflate without its head', 'deflate', (bytes) => deflateRawSync(bytes)],
  ['br', 'br', (bytes) => brotliCompressSync(bytes)],
  ['zstd', 'zstd', (bytes) => zstdCompressSync(bytes)],
]

const TEXT = Buffer.from(JSON.stringify({ type: 'w', params: { text: 'größe'.repeat(20), n: 12 } }))

describe.each(PACKERS)('%s', (_, encoding, pack) => {
  test('returns any packed bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3_000 }), (bytes) => {
        const { end, bytes: unpacked } = unpack(pack(bytes), encoding, 3_000)
        expect([end, Buffer.from(unpacked ?? []).equals(bytes)]).toEqual(['whole', true])
      }),
      { numRuns: 50 },
    )
  })

  test('accepts exactly the limit, and not one byte more', () => {
    expect(unpack(pack(TEXT), encoding, TEXT.byteLength).end).toBe('whole')
    expect(unpack(pack(TEXT), encoding, TEXT.byteLength - 1)).toEqual({ end: 'too-large', bytes: undefined })
  })

  test('detects data that is cut off at any byte', () => {
    const packed = pack(TEXT)
    for (let length = 0; length < packed.byteLength; length += 1) {
      expect(unpack(packed.subarray(0, length), encoding, 10_000).end).toBe('damaged')
    }
  })

  test('does not fail on rubbish', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(['whole', 'damaged', 'too-large']).toContain(unpack(bytes, encoding, 1_000).end)
      }),
      { numRuns: 500 },
    )
    expect(unpack(Buffer.from('{"type":"w"} and no more'), encoding, 1_000).end).toBe('damaged')
  })
})

test.each([
  '',
  'identity',
  'gzip, gzip',
  'gzip,br',
  'compress',
  'lz4',
  '__proto__',
  'constructor',
  'toString',
])('%j is not an encoding that can be unpacked', (encoding) => {
  expect(unpack(gzipSync('x'), encoding, 1_000)).toEqual({ end: 'unknown', bytes: undefined })
})

test('zstd may not ask for a larger window than RFC 9659 allows', async () => {
  // Only a stream, whose length is not known at its head, carries a window size.
  const stream = createZstdCompress({ params: { [constants.ZSTD_c_windowLog]: 24 } })
  stream.write('x')
  stream.flush(() => stream.end('y'))
  const packed = Buffer.concat(await stream.toArray())
  expect(unpack(packed, 'zstd', 1_000).end).toBe('too-large')
})

test('bombs take no more memory than the limit, one after the other', async () => {
  const script = fileURLToPath(new URL('unpack-bombs.fixture.ts', import.meta.url))
  const child = Bun.spawn([process.execPath, script], { stdout: 'pipe', stderr: 'inherit' })
  const { ends, grownBytes } = (await new Response(child.stdout).json()) as {
    ends: string[]
    grownBytes: number
  }
  expect(ends).toEqual(['too-large'])
  expect(grownBytes).toBeLessThan(200 * 1_048_576)
})
