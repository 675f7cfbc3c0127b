import {
  brotliDecompressSync,
  constants,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib'
import { codeOf } from '#lib/errors/code-of.ts'
import { isWholeZstd } from '#lib/http/is-whole-zstd.ts'

/** The encodings of a body that can be unpacked, as `Accept-Encoding` names them. */
export const UNPACKED_ENCODINGS = 'gzip, deflate, br, zstd'

/** The bytes that were packed, or why there are none. */
export type Unpacked =
  | { readonly end: 'whole'; readonly bytes: Uint8Array }
  | { readonly end: 'too-large' | 'damaged' | 'unknown'; readonly bytes: undefined }

interface Decoding {
  readonly maxOutputLength: number
  readonly chunkSize: number
}

type Decode = (bytes: Uint8Array, decoding: Decoding) => Uint8Array

// At most one piece more than the limit is unpacked.
const PIECE_BYTES = 16_384

// https://www.rfc-editor.org/rfc/rfc9659 forbids a larger window: a frame of a few bytes could ask for gigabytes.
const ZSTD_WINDOW_LOG_MAX = 23

// https://www.rfc-editor.org/rfc/rfc1950#section-2.2
const DEFLATE_METHOD = 8
const METHOD_BITS = 0x0f
const HEAD_FACTOR = 31

const DECODERS: Readonly<Record<string, Decode>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateEither,
  br: brotliDecompressSync,
  zstd: unpackZstd,
}

/**
 * Unpacks a body, up to `bytesMax`. It is synchronous, so at most one unpacked body is in memory at a time while
 * unpacking.
 *
 * @example
 * ```ts
 * unpack(Bun.gzipSync('[1]'), 'gzip', 1_000).bytes?.byteLength // => 3
 * unpack(Bun.gzipSync('[1]'), 'gzip', 2) // => { end: 'too-large', bytes: undefined }
 * ```
 */
export function unpack(bytes: Uint8Array, encoding: string, bytesMax: number): Unpacked {
  const name = encoding.trim().toLowerCase()
  const decode = Object.hasOwn(DECODERS, name) ? DECODERS[name] : undefined
  if (decode === undefined) return { end: 'unknown', bytes: undefined }
  try {
    const unpacked = decode(bytes, { maxOutputLength: bytesMax, chunkSize: PIECE_BYTES })
    return { end: 'whole', bytes: unpacked }
  } catch (error) {
    return { end: TOO_LARGE.has(codeOf(error) ?? '') ? 'too-large' : 'damaged', bytes: undefined }
  }
}

const TOO_LARGE = new Set(['ERR_BUFFER_TOO_LARGE', 'ZSTD_error_frameParameter_windowTooLarge'])

// `deflate` names one format, but some clients leave out its header (https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1.2).
function inflateEither(bytes: Uint8Array, decoding: Decoding): Uint8Array {
  const [first = 0, second = 0] = bytes
  const hasHead = (first & METHOD_BITS) === DEFLATE_METHOD && ((first << 8) | second) % HEAD_FACTOR === 0
  return hasHead ? inflateSync(bytes, decoding) : inflateRawSync(bytes, decoding)
}

function unpackZstd(bytes: Uint8Array, decoding: Decoding): Uint8Array {
  if (!isWholeZstd(bytes)) throw new RangeError('Cannot unpack: the last frame has no end')
  return zstdDecompressSync(bytes, {
    ...decoding,
    params: { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG_MAX },
  })
}
