import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { PRESET_NAMES, PRESETS } from '../presets.ts'
import type { ImageEngine } from './image-engine.ts'
import { distance } from './formats-contract.ts'
import { aPhoto, aPlain, pixelAt } from './pictures.fixture.ts'
import { similarity } from './similarity.fixture.ts'

/** All engines cut masters to the same sizes. */
export function describeSizes(name: string, engine: ImageEngine): void {
  const masterOf = async (file: Buffer) => (await engine.read(file)).bytes

  describe(`${name} engine, sizes`, () => {
    test.each(PRESET_NAMES)('%s has its size, in both formats', async (preset) => {
      const master = await masterOf(await (await aPhoto(700, 500)).jpeg().toBuffer())
      const { width, height, fit } = PRESETS[preset]
      const size = fit === 'cover' ? { width, height } : { width: 700, height: 500 }
      for (const wished of ['jpeg', 'webp'] as const) {
        const { bytes, format } = await engine.derive(master, preset, wished)
        expect(await sharp(bytes).metadata()).toMatchObject({ format, ...size })
      }
    })

    test('cuts out the middle, like sharp', async () => {
      const file = await (await aPhoto(700, 500)).png().toBuffer()
      const { bytes } = await engine.derive(await masterOf(file), 'thumb', 'jpeg')
      const expected = await sharp(file).resize(250, 250, { fit: 'cover' }).png().toBuffer()
      expect(await similarity(expected, bytes)).toBeGreaterThan(0.95)
    })

    test.each([
      ['a small picture', 10, 8],
      ['a wide strip', 1_600, 2],
      ['a high strip', 8, 1_600],
      ['a picture of the same size', 250, 250],
    ])('%s covers each size', async (_name, width, height) => {
      const master = await aPlain(width, height, { r: 20, g: 90, b: 200 }).jpeg().toBuffer()
      for (const preset of ['thumb', 'icon', 'iconbigger', 'card'] as const) {
        const { bytes } = await engine.derive(master, preset, 'jpeg')
        const size = { width: PRESETS[preset].width, height: PRESETS[preset].height }
        expect(await sharp(bytes).metadata()).toMatchObject(size)
        expect(distance(await pixelAt(bytes, size.width / 2, size.height - 1), [20, 90, 200])).toBeLessThan(8)
      }
    })

    test('view is the master itself, or the same picture as WebP', async () => {
      const master = await masterOf(await (await aPhoto(300, 200)).jpeg().toBuffer())
      expect(await engine.derive(master, 'view', 'jpeg')).toEqual({ bytes: master, format: 'jpeg' })
      const { bytes } = await engine.derive(master, 'view', 'webp')
      expect(await similarity(master, bytes)).toBeGreaterThan(0.93)
    })
  })
}
