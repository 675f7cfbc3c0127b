import { isDeeper } from '#lib/events/is-deeper.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { ProblemError, type Problem } from '#lib/http/problem.ts'
import { readUpTo } from '#lib/http/read-up-to.ts'

/** Limits of a body. */
export interface BodyLimits {
  readonly bytesMax: number
  readonly depthMax: number
}

/**
 * The JSON value of a request's body, read no further than the limit.
 *
 * @throws {ProblemError} 413 too large, 415 compressed, 400 not JSON or nested too deep.
 */
export async function readJson(request: Request, limits: BodyLimits): Promise<unknown> {
  return parseJson(await readText(request, limits.bytesMax), limits.depthMax)
}

/**
 * The value of a body's text.
 *
 * @throws {ProblemError} 400 not JSON or nested too deep.
 * @example
 * ```ts
 * parseJson('[1]', 1) // => [1]
 * ```
 */
export function parseJson(text: string, depthMax: number): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw bad('bad_json', `The body is not JSON: ${messageOf(error)}`)
  }
  if (isDeeper(value, depthMax)) throw bad('too_deep', `The body is nested deeper than ${depthMax} levels`)
  return value
}

/**
 * The text of a request's body, read no further than the limit.
 *
 * @throws {ProblemError} 413 too large, 415 compressed, 400 broken off or not UTF-8.
 */
export async function readText(request: Request, bytesMax: number): Promise<string> {
  return decodeText(await readBytes(request, bytesMax))
}

// How a text in UTF-16 begins; UTF-8 never begins like this.
const UTF16_MARKS = [
  { first: 0xff, second: 0xfe, encoding: 'utf-16le' },
  { first: 0xfe, second: 0xff, encoding: 'utf-16be' },
] as const

/**
 * The text of a body's bytes, without a byte order mark: UTF-8, or UTF-16 when the mark says so.
 *
 * @throws {ProblemError} 400 not such a text.
 * @example
 * ```ts
 * decodeText(Uint8Array.of(0x5b, 0x31, 0x5d)) // => '[1]'
 * ```
 */
export function decodeText(bytes: Uint8Array): string {
  const mark = UTF16_MARKS.find(({ first, second }) => bytes[0] === first && bytes[1] === second)
  try {
    return new TextDecoder(mark?.encoding ?? 'utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    throw bad('bad_text', 'The body is not UTF-8 text')
  }
}

/**
 * The bytes of a request's body, read no further than the limit.
 *
 * @throws {ProblemError} 413 too large, 415 compressed, 400 broken off.
 */
export async function readBytes(request: Request, bytesMax: number): Promise<Uint8Array> {
  const encoding = request.headers.get('content-encoding') ?? 'identity'
  if (encoding !== 'identity') {
    throw new ProblemError({ status: 415, code: 'bad_encoding', detail: 'The body must not be compressed' })
  }
  if (isAnnouncedLarger(request, bytesMax)) throw new ProblemError(tooLarge(bytesMax))
  const { bytes, end } = await readUpTo(request, bytesMax)
  if (end === 'too-large') throw new ProblemError(tooLarge(bytesMax))
  if (end !== 'whole') throw new ProblemError(BROKEN_OFF)
  return bytes
}

/** True when a request announces a larger body than the limit, so it need not be read. */
export function isAnnouncedLarger(request: Request, bytesMax: number): boolean {
  return Number(request.headers.get('content-length') ?? 0) > bytesMax
}

/** A body that ended too early. */
export const BROKEN_OFF: Problem = { status: 400, code: 'body_broken', detail: 'The body broke off' }

/** A body that is too large. */
export function tooLarge(bytesMax: number): Problem {
  return { status: 413, code: 'too_large', detail: `The body is larger than ${bytesMax} bytes` }
}

function bad(code: string, detail: string): ProblemError {
  return new ProblemError({ status: 400, code, field: 'body', detail })
}
