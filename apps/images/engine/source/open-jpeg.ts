import { isFrame, readFrame, type Frame } from '../jpeg/read-frame.ts'
import { MARKER, readSegments, type Segment } from '../jpeg/read-segments.ts'
import { readValues } from '../jpeg/read-values.ts'
import { checkSize, PIXELS_MAX, SIDE_PIXELS_MIN } from './check-size.ts'
import { PROFILE_BYTES_MAX } from './profile-bytes-max.ts'
import type { Colours, PictureSource } from './picture-source.ts'
import { readOrientation } from './read-orientation.ts'
import { undecodable } from './refusals.ts'
import type { SourceLimits } from './source-limits.ts'

const EXIF = 'Exif\0\0'
const PROFILE = 'ICC_PROFILE\0'
// The name, the number of this part and the number of parts.
const PROFILE_HEADER_BYTES = PROFILE.length + 2
const JFIF = 'JFIF\0'
const JFIF_BYTES = 14
const ADOBE = 'Adobe'
const ADOBE_BYTES = 12
const START = Buffer.of(0xff, MARKER.startOfImage)
const END = Buffer.of(0xff, MARKER.endOfImage)
/** The segments that hold the pixels. */
const PIXEL_SEGMENTS = new Set<number>([
  MARKER.huffmanTables,
  MARKER.quantizationTables,
  MARKER.restartInterval,
  MARKER.startOfScan,
])

/** Reads the header of a JPEG; of a file with several pictures (MPO), the first. */
export function openJpeg(
  file: Uint8Array,
  { jpegPixelsMax, sideMin = SIDE_PIXELS_MIN }: SourceLimits,
): PictureSource {
  const { segments, hasEnd } = readSegments(file)
  const frame = readFrame(segments)
  const isPlain = frame.code !== MARKER.progressive && frame.components.length < 4
  checkSize({ ...frame, pixelsMax: isPlain ? jpegPixelsMax : PIXELS_MAX, sideMin })
  const scans = segments.filter(({ code }) => code === MARKER.startOfScan)
  const [scan] = scans
  if (scan === undefined) throw undecodable()
  const exif = segments.find((segment) => isNamed(segment, MARKER.app1, EXIF))
  return {
    format: 'jpeg',
    width: frame.width,
    height: frame.height,
    orientation: exif === undefined ? 1 : readOrientation(exif.data),
    colours: coloursOf(frame),
    isTransparent: false,
    profile: profileOf(segments),
    bytes: pictureOf(segments, hasEnd),
    completeness: {
      isComplete: () => readValues(segments, frame, false).isComplete,
      isDoubtful: !hasEnd || !isPlain || scans.length > 1,
    },
  }
}

function coloursOf({ components }: Frame): Colours {
  if (components.length === 4) return 'cmyk'
  return components.length === 1 ? 'grey' : 'rgb'
}

function isNamed({ code, data }: Segment, expected: number, name: string): boolean {
  return code === expected && Buffer.from(data.subarray(0, name.length)).toString('latin1') === name
}

/** A profile is split over several segments, which may be in any order. */
function profileOf(segments: readonly Segment[]): Uint8Array | undefined {
  const parts = segments
    .filter((segment) => isNamed(segment, MARKER.app2, PROFILE))
    .sort((one, other) => (one.data[PROFILE.length] ?? 0) - (other.data[PROFILE.length] ?? 0))
    .map(({ data }) => data.subarray(PROFILE_HEADER_BYTES))
  const profile = Buffer.concat(parts)
  return profile.length === 0 || profile.length > PROFILE_BYTES_MAX ? undefined : profile
}

/** The file with the picture alone; the two segments that say how its colours are stored are cut to their known length. */
function pictureOf(segments: readonly Segment[], hasEnd: boolean): Uint8Array {
  // Without an end, what follows the last scan is not a part of the picture.
  const lastScan = segments.findLastIndex(({ code }) => code === MARKER.startOfScan)
  const kept = (hasEnd ? segments : segments.slice(0, lastScan + 1)).flatMap((segment) => {
    if (PIXEL_SEGMENTS.has(segment.code) || isFrame(segment)) return written(segment, segment.data)
    if (isNamed(segment, MARKER.app0, JFIF) && segment.data.length >= JFIF_BYTES) {
      const head = Buffer.from(segment.data.subarray(0, JFIF_BYTES))
      // No thumbnail.
      head.fill(0, JFIF_BYTES - 2)
      return written(segment, head)
    }
    if (isNamed(segment, MARKER.app14, ADOBE) && segment.data.length >= ADOBE_BYTES)
      return written(segment, segment.data.subarray(0, ADOBE_BYTES))
    return []
  })
  return Buffer.concat([START, ...kept, END])
}

function written({ code, coded }: Segment, data: Uint8Array): readonly Uint8Array[] {
  const head = Buffer.of(0xff, code, 0, 0)
  head.writeUInt16BE(data.length + 2, 2)
  return [head, data, ...(coded === undefined ? [] : [coded])]
}
