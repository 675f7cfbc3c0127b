import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { ADOBE_RGB, aProfile } from './a-profile.fixture.ts'
import { withChunk } from './change-file.fixture.ts'
import { distance } from './formats-contract.ts'
import type { ImageEngine } from './image-engine.ts'
import { aPlain, pixelAt } from './pictures.fixture.ts'

const COLOUR = { r: 60, g: 160, b: 90 }
const EXPECTED = [60, 160, 90]

/** All engines convert colours to sRGB, and leave the profile out. */
export function describeColours(name: string, engine: ImageEngine): void {
  describe(`${name} engine, colours`, () => {
    test.each(['jpeg', 'png', 'webp'] as const)('Display P3 in a %s becomes sRGB', async (format) => {
      const file = await aPlain(32, 32, COLOUR)
        .withIccProfile('p3')
        .toFormat(format, { quality: 100 })
        .toBuffer()
      await expectConverted(file)
    })

    test.each(['jpeg', 'png', 'webp'] as const)('Adobe RGB in a %s becomes sRGB', async (format) => {
      const path = `${temporaryFolder()}/adobe.icc`
      await Bun.write(path, aProfile(ADOBE_RGB))
      const file = await aPlain(32, 32, COLOUR)
        .withIccProfile(path)
        .toFormat(format, { quality: 100 })
        .toBuffer()
      await expectConverted(file)
    })

    test('grey with a gamma of its own becomes sRGB', async () => {
      const plain = await aPlain(32, 32, { r: 128, g: 128, b: 128 }).toColourspace('b-w').png().toBuffer()
      const data = Buffer.concat([Buffer.from('grey\0\0', 'latin1'), deflateSync(aProfile({ gamma: 1 }))])
      // Half of the light is 188 of 255 in sRGB (IEC 61966-2-1).
      const shown = await pixelAt((await engine.read(withChunk(plain, 'iCCP', data))).bytes, 16, 16)
      expect(distance(shown, [188, 188, 188])).toBeLessThanOrEqual(2)
    })

    test.each([false, true])('inks with a profile become sRGB (progressive: %s)', async (progressive) => {
      const file = await aPlain(40, 24, COLOUR)
        .toColourspace('cmyk')
        .withIccProfile('cmyk')
        .jpeg({ quality: 100, progressive })
        .toBuffer()
      expect((await sharp(file).metadata()).space).toBe('cmyk')
      const shown = await pixelAt((await engine.read(file)).bytes, 16, 16)
      expect(distance(shown, await pixelAt(file, 16, 16))).toBeLessThanOrEqual(8)
      // The same inks without their profile give another colour.
      const other = await pixelAt((await engine.read(withoutProfile(file))).bytes, 16, 16)
      expect(distance(other, shown)).toBeGreaterThan(12)
    })

    test.each([
      ['garbage', Buffer.from('not a profile')],
      ['one for other colours', aProfile({ gamma: 1 })],
      ['one that is cut', aProfile(ADOBE_RGB).subarray(0, 200)],
      ['nothing', Buffer.alloc(0)],
    ])('a profile that is %s is ignored', async (_kind, profile) => {
      const plain = await aPlain(32, 32, COLOUR).png().toBuffer()
      const file = withChunk(
        plain,
        'iCCP',
        Buffer.concat([Buffer.from('x\0\0', 'latin1'), deflateSync(profile)]),
      )
      const { bytes } = await engine.read(file)
      expect(distance(await pixelAt(bytes, 16, 16), EXPECTED)).toBeLessThanOrEqual(3)
      expect((await sharp(bytes).metadata()).hasProfile).toBe(false)
    })
  })

  async function expectConverted(file: Buffer): Promise<void> {
    // The numbers in the file are others than those of the colour.
    const stored = await sharp(file).keepIccProfile().raw().toBuffer()
    expect(distance([...stored.subarray(0, 3)], EXPECTED)).toBeGreaterThan(8)
    const { bytes } = await engine.read(file)
    expect((await sharp(bytes).metadata()).hasProfile).toBe(false)
    expect(distance(await pixelAt(bytes, 16, 16), EXPECTED)).toBeLessThanOrEqual(6)
  }
}

function withoutProfile(jpeg: Buffer): Buffer {
  const changed = Buffer.from(jpeg)
  const at = changed.indexOf('ICC_PROFILE')
  changed.write('NO_PROFILE_', at, 'latin1')
  return changed
}
