import type { Problem } from '#lib/http/problem.ts'
import { BROKEN_OFF, tooLarge } from '#lib/http/read-json.ts'
import type { ReadSoFar } from '#lib/http/read-up-to.ts'
import { UNPACKED_ENCODINGS, type Unpacked } from '#lib/http/unpack.ts'

/** The problem of a body that was not read to its end. */
export function notReadWhole(end: Exclude<ReadSoFar['end'], 'whole'>, bytesMax: number): Problem {
  if (end === 'too-large') return tooLarge(bytesMax)
  return end === 'broken' ? BROKEN_OFF : STALLED
}

/** The problem of a compressed body that was not decompressed; `bytesMax` is the limit after decompression. */
export function notUnpacked(end: Exclude<Unpacked['end'], 'whole'>, bytesMax: number): Problem {
  if (end !== 'too-large') return end === 'damaged' ? DAMAGED : UNKNOWN_ENCODING
  const detail = `The body is larger than ${bytesMax} bytes after decompression`
  return { status: 413, code: 'too_large', field: 'body', detail }
}

// The connection closes, because the rest of the body could arrive and be read as the next request.
const STALLED: Problem = {
  status: 408,
  code: 'body_stalled',
  field: 'body',
  detail: 'The body came too slowly, or not at all',
  headers: { connection: 'close' },
}

const DAMAGED: Problem = {
  status: 400,
  code: 'bad_encoding',
  field: 'body',
  detail: 'The body does not fit its Content-Encoding, or is cut off',
}

const UNKNOWN_ENCODING: Problem = {
  status: 415,
  code: 'bad_encoding',
  field: 'Content-Encoding',
  detail: `The header Content-Encoding must name exactly one of ${UNPACKED_ENCODINGS}`,
  // https://www.rfc-editor.org/rfc/rfc7694
  headers: { 'accept-encoding': UNPACKED_ENCODINGS },
}
