import { deflateSync } from 'node:zlib'
import * as fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { aLiar } from '../a-picture.fixture.ts'
import { PRESET_NAMES } from '../presets.ts'
import { claiming, scanStart, withChunk, withSegment } from './change-file.fixture.ts'
import type { ImageEngine } from './image-engine.ts'
import { aJpegWithRestarts, aPhoto, aPlain, randomBytes } from './pictures.fixture.ts'

const SECRET = 'SECRET 52.5219 N'
const END = Buffer.of(0xff, 0xd9)
/** What may be in a JPEG of ours (ITU-T T.81, table B.1): JFIF, tables, the frame and the scan. */
const ALLOWED_SEGMENTS = new Set([0xe0, 0xdb, 0xc0, 0xc2, 0xc4, 0xda])

/** All engines refuse dangerous files, and serve nothing of a file but its pixels. */
export function describeHostile(name: string, engine: ImageEngine): void {
  const small = async () => (await aPhoto(16, 16)).jpeg({ quality: 80 }).toBuffer()
  const refusal = (status: number, code: string) => ({ name: 'ProblemError', problem: { status, code } })
  const expectRefused = (file: Uint8Array, code: string, status = 422) =>
    expect(engine.read(file)).rejects.toMatchObject(refusal(status, code))

  describe(`${name} engine, hostile files`, () => {
    test.each([
      ['a PNG of 60,000 × 60,000 in 70 bytes', () => aLiar(60_000, 60_000), 'too_many_pixels'],
      ['a side of 12,001', () => aLiar(12_001, 10), 'too_many_pixels'],
      ['41 megapixels', () => aLiar(8_200, 5_000), 'too_many_pixels'],
      [
        'a JPEG that claims 65,535 × 65,535',
        async () => claiming(await small(), 65_535, 65_535),
        'too_many_pixels',
      ],
      ['a JPEG that claims more than it has', async () => claiming(await small(), 800, 800), 'undecodable'],
      ['a GIF of 65,535 × 65,535', () => aGif(65_535, 65_535, 1), 'too_many_pixels'],
      ['a GIF of many frames', () => aGif(1_000, 1_000, 41), 'too_many_pixels'],
      ['a GIF without a frame', () => aGif(100, 100, 0), 'undecodable'],
      ['7 pixels', () => aPlain(7, 100, 'red').png().toBuffer(), 'too_small'],
      ['1 × 100 pixels', () => aPlain(1, 100, 'red').jpeg().toBuffer(), 'too_small'],
      ['a PNG without pixels', () => aLiar(100, 100), 'undecodable'],
      ['the start of a JPEG', () => Buffer.of(0xff, 0xd8, 0xff, 0xe0), 'undecodable'],
    ])('422 for %s', async (_kind, make, code) => expectRefused(await make(), code))

    test.each([
      ['nothing', ''],
      ['text', 'hello'],
      ['a page', '<!doctype html><script>alert(1)</script>'],
      ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
      ['HEIC', '\0\0\0\u0018ftypheic\0\0\0\0'],
      ['AVIF', '\0\0\0\u0018ftypavif\0\0\0\0'],
      ['a sound in RIFF', 'RIFF\0\0\0\0WAVE'],
    ])('415 for %s', (_kind, text) => expectRefused(Buffer.from(text, 'latin1'), 'not_a_picture', 415))

    test('says what to do with the format of phones', () =>
      expect(engine.read(Buffer.from('\0\0\0\u0018ftypheic\0\0\0\0', 'latin1'))).rejects.toThrow(
        'save the picture as JPEG',
      ))

    test('a profile and a text of 130 KB that unpack to 128 MiB cost nothing', async () => {
      const packed = deflateSync(Buffer.alloc(128 * 1_048_576))
      const png = await aPlain(64, 64, 'red').png().toBuffer()
      const file = withChunk(
        withChunk(png, 'iCCP', Buffer.concat([Buffer.from('x\0\0', 'latin1'), packed])),
        'zTXt',
        Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), packed]),
      )
      const { bytes } = await engine.read(file)
      expect(bytes.length).toBeLessThan(4_000)
    })

    test('no output has metadata: position, comments, thumbnails, profiles, markup', async () => {
      const script = `<script>${SECRET}</script>`
      const jpeg = await (
        await aPhoto(64, 48)
      )
        .withExif({
          IFD0: { Copyright: SECRET },
          IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 0/1' },
        })
        .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>${SECRET}</a></x:xmpmeta>`)
        .withIccProfile('p3')
        .jpeg()
        .toBuffer()
      const thumbnail = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), await small(), Buffer.from(SECRET)])
      const comment = withSegment(withSegment(jpeg, 0xfe, Buffer.from(script)), 0xe1, thumbnail)
      const file = Buffer.concat([comment, Buffer.from(script), await small()])
      const master = await engine.read(file)
      const outputs = [master.bytes]
      for (const preset of PRESET_NAMES)
        for (const format of ['jpeg', 'webp'] as const)
          outputs.push((await engine.derive(master.bytes, preset, format)).bytes)
      for (const output of outputs) {
        const text = Buffer.from(output).toString('latin1')
        for (const word of [SECRET, 'script', 'Exif', 'EXIF', 'xmp', 'ICC', 'GPS'])
          expect(text).not.toContain(word)
        const { format, exif, icc, xmp, iptc, width, height } = await sharp(output).metadata()
        expect([exif, icc, xmp, iptc]).toEqual([undefined, undefined, undefined, undefined])
        if (format === 'jpeg')
          expect(segmentsOf(output).filter((code) => !ALLOWED_SEGMENTS.has(code))).toEqual([])
        expect(output.length).toBeLessThan(width * height * 4 + 4_096)
      }
    })

    describe('cut at any byte', () => {
      const cases: Readonly<Record<string, () => Promise<Buffer>>> = {
        'a JPEG': small,
        'a progressive JPEG': async () => (await aPhoto(16, 16)).jpeg({ progressive: true }).toBuffer(),
        'a grey JPEG': async () => (await aPhoto(16, 16)).greyscale().jpeg().toBuffer(),
        'a JPEG with restart markers': () => Promise.resolve(aJpegWithRestarts(16, 16)),
        'a JPEG of inks': async () =>
          withoutProfile(await (await aPhoto(16, 16)).toColourspace('cmyk').jpeg().toBuffer()),
        'a PNG': async () => (await aPhoto(10, 10)).png().toBuffer(),
        'a lossy WebP': async () => (await aPhoto(16, 16)).webp().toBuffer(),
        'a lossless WebP': async () => (await aPhoto(10, 10)).webp({ lossless: true }).toBuffer(),
        'a GIF': async () => (await aPhoto(12, 12)).gif({ colours: 16 }).toBuffer(),
      }
      test.each(Object.entries(cases))(
        '%s is refused; without its end marker, a JPEG is accepted',
        async (kind, make) => {
          const file = await make()
          await expect(engine.read(file)).resolves.toMatchObject({ height: expect.any(Number) })
          const end = kind.includes('JPEG') ? file.length - END.length : file.length
          for (let length = 0; length < end; length += 1)
            await expect(engine.read(file.subarray(0, length)), String(length)).rejects.toMatchObject({
              name: 'ProblemError',
              problem: { status: expect.toBeOneOf([415, 422]) },
            })
          if (end < file.length) await expect(engine.read(file.subarray(0, end))).resolves.toBeDefined()
        },
      )
    })

    test.each([
      ['baseline', {}],
      ['progressive', { progressive: true }],
    ])('half a %s JPEG with a false end is refused', async (_kind, options) => {
      for (const [width, height] of [
        [128, 96],
        [640, 480],
      ] as const) {
        const file = await (await aPhoto(width, height)).jpeg(options).toBuffer()
        const start = scanStart(file)
        for (const part of [0.5, 0.9, 0.98]) {
          const cut = file.subarray(0, start + Math.floor((file.length - start) * part))
          await expectRefused(Buffer.concat([cut, END]), 'undecodable')
        }
      }
    })

    test('a JPEG with restart markers and a false end is refused', async () => {
      const file = aJpegWithRestarts(32, 32)
      await expectRefused(Buffer.concat([file.subarray(0, scanStart(file) + 10), END]), 'undecodable')
    })

    test('a JPEG as phones write it is accepted: stray bytes before a marker, a trailer, a second picture', async () => {
      const file = await (await aPhoto(64, 48)).jpeg().toBuffer()
      const bare = file.subarray(0, -END.length)
      const trailer = Buffer.concat([
        Buffer.from('\0\0SEFH', 'latin1'),
        randomBytes(300, 5),
        Buffer.from('SEFT'),
      ])
      const table = file.indexOf(Buffer.of(0xff, 0xc4))
      const phones = [
        Buffer.concat([bare, trailer]),
        Buffer.concat([bare, Buffer.of(0, 0), END, trailer]),
        Buffer.concat([file.subarray(0, table), Buffer.of(0, 1, 2), file.subarray(table)]),
        Buffer.concat([file, await small()]),
      ]
      for (const phone of phones) expect(await engine.read(phone)).toMatchObject({ width: 64, height: 48 })
    })

    test('any bytes give a picture or a refusal', async () => {
      const starts = await Promise.all([
        small(),
        (await aPhoto(16, 16)).jpeg({ progressive: true }).toBuffer(),
        (await aPhoto(16, 16)).png().toBuffer(),
        (await aPhoto(16, 16)).webp().toBuffer(),
        (await aPhoto(16, 16)).gif().toBuffer(),
        (await aPhoto(16, 16)).withIccProfile('p3').jpeg().toBuffer(),
      ])
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...starts),
          fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 }),
          async (start, changes) => {
            const bytes = Buffer.from(start)
            for (const [at, byte] of changes) bytes[at % bytes.length] = byte
            try {
              expect((await engine.read(bytes)).bytes.length).toBeGreaterThan(0)
            } catch (error) {
              expect(error).toMatchObject({ name: 'ProblemError' })
            }
          },
        ),
        { numRuns: 300 },
      )
    })
  })
}

/** A GIF of empty frames. */
function aGif(width: number, height: number, frames: number): Buffer {
  const screen = Buffer.from('GIF89a\0\0\0\0\u0080\0\0\0\0\0\u00ff\u00ff\u00ff', 'latin1')
  const frame = Buffer.from(',\0\0\0\0\0\0\0\0\0\u0002\u0001\u0000\0', 'latin1')
  screen.writeUInt16LE(width, 6)
  screen.writeUInt16LE(height, 8)
  frame.writeUInt16LE(width, 5)
  frame.writeUInt16LE(height, 7)
  return Buffer.concat([screen, ...Array.from({ length: frames }, () => frame), Buffer.from(';')])
}

function withoutProfile(jpeg: Buffer): Buffer {
  const at = jpeg.indexOf('ICC_PROFILE')
  if (at === -1) return jpeg
  const start = at - 4
  return Buffer.concat([jpeg.subarray(0, start), jpeg.subarray(start + 2 + jpeg.readUInt16BE(start + 2))])
}

/** The codes of the segments of a JPEG. */
function segmentsOf(bytes: Uint8Array): readonly number[] {
  const codes: number[] = []
  const jpeg = Buffer.from(bytes)
  for (let at = 2; jpeg[at] === 0xff && jpeg[at + 1] !== 0xda; at += 2 + jpeg.readUInt16BE(at + 2))
    codes.push(jpeg[at + 1] ?? 0)
  return codes
}
