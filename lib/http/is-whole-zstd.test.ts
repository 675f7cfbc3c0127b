import { zstdCompressSync } from 'node:zlib'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isWholeZstd } from '#lib/http/is-whole-zstd.ts'

// Raw, run-length and compressed blocks; one and several.
const texts = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.tuple(fc.nat(255), fc.nat(300_000)).map(([byte, length]) => new Uint8Array(length).fill(byte)),
  fc.string({ maxLength: 3 }).map((text) => new TextEncoder().encode(`${text}{"type":"w"}`.repeat(100))),
)

test('isWholeZstd() is true for packed data, and false for every part of it', () => {
  fc.assert(
    fc.property(texts, (bytes) => {
      const packed = zstdCompressSync(bytes)
      expect(isWholeZstd(packed)).toBe(true)
      for (let length = 0; length < Math.min(packed.byteLength, 500); length += 1) {
        expect(isWholeZstd(packed.subarray(0, length))).toBe(false)
      }
    }),
    { numRuns: 100 },
  )
})

test('frames may follow each other, with skippable ones between them; nothing else is allowed', () => {
  const packed = zstdCompressSync('text')
  const skippable = Buffer.from([0x5f, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2])
  expect(isWholeZstd(Buffer.concat([packed, skippable, packed]))).toBe(true)
  expect(isWholeZstd(Buffer.concat([packed, skippable.subarray(0, 9)]))).toBe(false)
  expect(isWholeZstd(Buffer.concat([packed, Buffer.from('x')]))).toBe(false)
  expect(isWholeZstd(Buffer.concat([packed, Buffer.from('not a frame')]))).toBe(false)
})

test('isWholeZstd() answers for any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const claimed = Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), bytes])
      expect(typeof isWholeZstd(claimed)).toBe('boolean')
    }),
    { numRuns: 2_000 },
  )
})
