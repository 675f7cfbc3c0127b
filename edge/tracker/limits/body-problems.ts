import type { Problem } from '#lib/http/problem.ts'
import { BROKEN_OFF, tooLarge } from '#lib/http/read-json.ts'
import type { ReadSoFar } from '#lib/http/read-up-to.ts'
import { UNPACKED_ENCODINGS, type Unpacked } from '#lib/http/unpack.ts'

/** Why a body was not read to its end. */
export function notReadWhole(end: Exclude<ReadSoFar['end'], 'whole'>, bytesMax: number): Problem {
  if (end === 'too-large') return tooLarge(bytesMax)
  return end === 'broken' ? BROKEN_OFF : STALLED
}

/** Why a packed body was not unpacked; `bytesMax` is what it may be inside. */
export function notUnpacked(end: Exclude<Unpacked['end'], 'whole'>, bytesMax: number): Problem {
  if (end !== 'too-large') return end === 'damaged' ? DAMAGED : UNKNOWN_ENCODING
  const detail = `The body is larger than ${bytesMax} bytes once it is unpacked`
  return { status: 413, code: 'too_large', field: 'body', detail }
}

// The rest of it may still come, and would be taken for the next request.
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
  detail: 'The body is not what its Content-Encoding says, or is cut off',
}

const UNKNOWN_ENCODING: Problem = {
  status: 415,
  code: 'bad_encoding',
  field: 'Content-Encoding',
  detail: `The header Content-Encoding must name one of ${UNPACKED_ENCODINGS}, once`,
  // https://www.rfc-editor.org/rfc/rfc7694
  headers: { 'accept-encoding': UNPACKED_ENCODINGS },
}
