import { expect, test } from 'vitest'
import { bunCodec } from './bun-codec.ts'
import type { Encoder } from './codec.ts'
import { encode } from './encode.ts'
import { photonJpeg } from './photon-parts.ts'

const raster = { width: 16, height: 16, data: new Uint8Array(16 * 16 * 4).fill(200) }

const withEncoders = (...encoders: readonly Encoder[]) => ({
  ...bunCodec,
  encoders: { jpeg: encoders, webp: encoders },
})
const encoder = (format: 'jpeg' | 'webp', encodeTo: () => Promise<Uint8Array>): Encoder => ({
  format,
  encode: encodeTo,
})

const failing = encoder('webp', () => Promise.reject(new Error('out of memory')))
const lying = encoder('webp', () => Promise.resolve(Buffer.from('<script>alert(1)</script>')))
const bloated = encoder('jpeg', () =>
  Promise.resolve(Buffer.concat([Buffer.of(0xff, 0xd8, 0xff), Buffer.alloc(100_000)])),
)

test.each([
  ['fails', failing],
  ['writes something else', lying],
  ['writes far too much', bloated],
])('when an encoder %s, the next one is used', async (_what, first) => {
  const { bytes, format } = await encode(raster, 'webp', withEncoders(first, photonJpeg))
  expect(format).toBe('jpeg')
  expect(await new Bun.Image(bytes).metadata()).toEqual({ format: 'jpeg', width: 16, height: 16 })
})

test('rejects with all reasons when all fail', async () => {
  await expect(encode(raster, 'webp', withEncoders(failing, lying))).rejects.toMatchObject({
    message: 'Cannot encode a picture as webp: all encoders failed',
    errors: [expect.objectContaining({ message: 'out of memory' }), expect.any(Error)],
  })
})
