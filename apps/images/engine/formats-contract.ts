import sharp, { type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import type { ImageEngine } from './image-engine.ts'
import { aMovingPng } from './change-file.fixture.ts'
import { aJpegWithRestarts, aPhoto, aPlain, pixelAt } from './pictures.fixture.ts'
import { similarity } from './similarity.fixture.ts'

const SIDE = 96

/** A small photo in each form that is accepted. */
const FORMS: Readonly<Record<string, (photo: Sharp) => Sharp>> = {
  'a JPEG': (photo) => photo.jpeg({ quality: 95 }),
  'a progressive JPEG': (photo) => photo.jpeg({ quality: 95, progressive: true }),
  'a JPEG with full colours': (photo) => photo.jpeg({ quality: 95, chromaSubsampling: '4:4:4' }),
  'a grey JPEG': (photo) => photo.greyscale().jpeg({ quality: 95 }),
  'a PNG': (photo) => photo.png(),
  'an interlaced PNG': (photo) => photo.png({ progressive: true }),
  'a PNG of 16 bits': (photo) => photo.toColourspace('rgb16').png(),
  'a grey PNG': (photo) => photo.greyscale().toColourspace('b-w').png(),
  'a PNG with a palette': (photo) => photo.png({ palette: true }),
  'a lossy WebP': (photo) => photo.webp({ quality: 95 }),
  'a lossless WebP': (photo) => photo.webp({ lossless: true }),
  'a GIF': (photo) => photo.gif({ effort: 1 }),
}

/** What every engine accepts, and how it looks afterwards. */
export function describeFormats(name: string, engine: ImageEngine): void {
  describe(`${name} engine, formats`, () => {
    test.each(Object.entries(FORMS))('reads %s', async (_form, make) => {
      const file = await make(await aPhoto(SIDE, SIDE / 2)).toBuffer()
      const master = await engine.read(file)
      expect(master).toMatchObject({ width: SIDE, height: SIDE / 2 })
      expect(await sharp(master.bytes).metadata()).toMatchObject({
        format: 'jpeg',
        width: SIDE,
        height: SIDE / 2,
      })
      expect(await similarity(file, master.bytes)).toBeGreaterThan(0.9)
    })

    test('reads a JPEG with restart markers', async () => {
      const master = await engine.read(aJpegWithRestarts(32, 16))
      expect(master).toMatchObject({ width: 32, height: 16 })
      expect(await pixelAt(master.bytes, 28, 12)).toEqual([140, 140, 140])
    })

    test.each([1, 2, 3, 4, 5, 6, 7, 8])(
      'turns orientation %i upright, in a JPEG, a PNG and a WebP',
      async (orientation) => {
        const corner = await aPlain(32, 24, 'white')
          .composite([{ input: await aPlain(16, 12, 'red').png().toBuffer(), left: 0, top: 0 }])
          .png()
          .toBuffer()
        for (const format of ['jpeg', 'png', 'webp'] as const) {
          const file = await sharp(corner)
            .withMetadata({ orientation })
            .toFormat(format, { quality: 100 })
            .toBuffer()
          const upright = await sharp(file).autoOrient().png().toBuffer()
          const { bytes, width, height } = await engine.read(file)
          expect([width, height], format).toEqual(orientation < 5 ? [32, 24] : [24, 32])
          for (const [x, y] of [
            [4, 4],
            [width - 4, 4],
            [4, height - 4],
            [width - 4, height - 4],
          ] as const) {
            const [expected, actual] = [await pixelAt(upright, x, y), await pixelAt(bytes, x, y)]
            expect(distance(expected, actual), `${format} at ${x}, ${y}`).toBeLessThan(24)
          }
        }
      },
    )

    test.each([1, 2, 3, 4, 5, 6, 7, 8])(
      'turns a large JPEG of orientation %i upright',
      async (orientation) => {
        const photo = await (
          await aPhoto(600, 450)
        )
          .jpeg({ quality: 95 })
          .withMetadata({ orientation })
          .toBuffer()
        const upright = await sharp(photo).autoOrient().png().toBuffer()
        const { bytes, width, height } = await engine.read(photo)
        expect([width, height]).toEqual(orientation < 5 ? [600, 450] : [450, 600])
        expect(await similarity(upright, bytes)).toBeGreaterThan(0.95)
      },
    )

    test('reads the first frame of a GIF, a WebP and a PNG that move', async () => {
      const frames = await Promise.all(
        ['red', 'green', 'blue'].map((colour) => aPlain(24, 16, colour).png().toBuffer()),
      )
      const moving = () => sharp(frames, { join: { animated: true } })
      const [gif, webp] = [
        await moving().gif().toBuffer(),
        await moving().webp({ lossless: true }).toBuffer(),
      ]
      for (const file of [gif, webp]) expect((await sharp(file, { animated: true }).metadata()).pages).toBe(3)
      for (const file of [gif, webp, aMovingPng(frames)]) {
        const master = await engine.read(file)
        expect(master).toMatchObject({ width: 24, height: 16 })
        expect(distance(await pixelAt(master.bytes, 12, 8), [255, 0, 0])).toBeLessThan(8)
      }
    })

    test('puts transparent pictures on white; the hidden colours do not appear', async () => {
      const pixels = Buffer.alloc(32 * 32 * 4)
      // The left half is black, the right half transparent with red in it.
      for (let at = 0; at < pixels.length; at += 4) {
        const isLeft = (at / 4) % 32 < 16
        pixels.set(isLeft ? [0, 0, 0, 255] : [255, 0, 0, 0], at)
      }
      const picture = sharp(pixels, { raw: { width: 32, height: 32, channels: 4 } })
      const files = [
        await picture.clone().png().toBuffer(),
        await picture.clone().webp({ lossless: true, exact: true }).toBuffer(),
        await picture.clone().png({ palette: true }).toBuffer(),
        await picture.clone().gif().toBuffer(),
      ]
      for (const [index, file] of files.entries()) {
        const { bytes } = await engine.read(file)
        const shown = [await pixelAt(bytes, 4, 16), await pixelAt(bytes, 28, 16)]
        expect(distance(shown[0] ?? [], [0, 0, 0]), `${index}`).toBeLessThan(8)
        expect(distance(shown[1] ?? [], [255, 255, 255]), `${index}`).toBeLessThan(8)
      }
    })

    test('grey with alpha is put on white too', async () => {
      const grey = await sharp(Buffer.alloc(32 * 32 * 2), { raw: { width: 32, height: 32, channels: 2 } })
        .toColourspace('b-w')
        .png()
        .toBuffer()
      expect(grey[25]).toBe(4)
      expect(await pixelAt((await engine.read(grey)).bytes, 9, 9)).toEqual([255, 255, 255])
    })

    test('shrinks to 1,600 pixels, never enlarges, and keeps at least one pixel', async () => {
      const sizes = [
        [2_000, 1_000, 1_600, 800],
        [40, 30, 40, 30],
        [12_000, 8, 1_600, 1],
      ] as const
      for (const [width, height, masterWidth, masterHeight] of sizes) {
        const file = await aPlain(width, height, 'navy').jpeg().toBuffer()
        expect(await engine.read(file)).toMatchObject({ width: masterWidth, height: masterHeight })
      }
    })

    test('gives a thumbhash, and a likeness that stays when the picture is shrunk and encoded again', async () => {
      const photo = await (await aPhoto(800, 600)).png().toBuffer()
      const others = await Promise.all(
        [2, 3, 4].map(async (seed) => (await aPhoto(800, 600, seed)).png().toBuffer()),
      )
      const first = await engine.read(photo)
      expect(Buffer.from(first.placeholder, 'base64').length).toBeLessThan(40)
      const again = await Promise.all(
        [
          sharp(photo).jpeg({ quality: 40 }),
          sharp(photo).resize(300).webp(),
          sharp(photo).resize(150, 150, { fit: 'fill' }).png(),
        ].map(async (changed) => (await engine.read(await changed.toBuffer())).likeness),
      )
      for (const likeness of again) expect(differentBits(first.likeness, likeness)).toBeLessThanOrEqual(6)
      for (const other of others)
        expect(differentBits(first.likeness, (await engine.read(other)).likeness)).toBeGreaterThanOrEqual(16)
    })
  })
}

/** The largest difference of two pixels in one colour. */
export function distance(one: readonly number[], other: readonly number[]): number {
  return Math.max(...one.map((value, index) => Math.abs(value - (other[index] ?? 0))))
}

function differentBits(one: string, other: string): number {
  return (BigInt(`0x${one}`) ^ BigInt(`0x${other}`)).toString(2).replaceAll('0', '').length
}
