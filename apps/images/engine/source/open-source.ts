import { openGif } from './open-gif.ts'
import { openJpeg } from './open-jpeg.ts'
import { openPng } from './open-png.ts'
import { openWebp } from './open-webp.ts'
import type { PictureSource } from './picture-source.ts'
import { notAPicture } from './refusals.ts'
import type { SourceLimits } from './source-limits.ts'

const OPENERS = [
  { start: '\xff\xd8\xff', at: 0, open: openJpeg },
  { start: '\x89PNG\r\n\x1a\n', at: 0, open: openPng },
  { start: 'GIF87a', at: 0, open: openGif },
  { start: 'GIF89a', at: 0, open: openGif },
] as const

// ISO 14496-12: the first box of the file names its brand.
const BRAND_AT = 4
const BRANDS_OF_PHONES = /^ftyp(?:heic|heix|heim|heis|hevc|hevx|mif1|msf1|avif|avis)/u

/**
 * Reads the header of an untrusted file by its first bytes, whatever its name and type say.
 *
 * @throws {ProblemError} 415 when the format is not accepted, 422 when the picture is too large, too small or broken.
 */
export function openSource(file: Uint8Array, limits: SourceLimits): PictureSource {
  const start = Buffer.from(file.buffer, file.byteOffset, Math.min(file.length, 16)).toString('latin1')
  if (start.startsWith('RIFF') && start.startsWith('WEBP', 8)) return openWebp(file)
  const opener = OPENERS.find((each) => start.startsWith(each.start, each.at))
  if (opener !== undefined) return opener.open(file, limits)
  if (BRANDS_OF_PHONES.test(start.slice(BRAND_AT)))
    throw notAPicture(
      'HEIC and AVIF are not accepted: save the picture as JPEG first (on an iPhone: Settings, Camera, Formats, Most Compatible)',
    )
  throw notAPicture('The file must be a JPEG, PNG, WebP or GIF picture')
}
