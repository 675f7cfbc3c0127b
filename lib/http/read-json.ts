import { messageOf } from '#lib/errors/message-of.ts'
import { ProblemError } from '#lib/http/problem.ts'

/** What a body may be at most. */
export interface BodyLimits {
  readonly bytesMax: number
  readonly depthMax: number
}

/**
 * The JSON value of a request's body, read no further than the limit.
 *
 * @throws {ProblemError} 413 too large, 415 compressed, 400 no JSON or nested too deep.
 */
export async function readJson(request: Request, limits: BodyLimits): Promise<unknown> {
  return parseJson(await readText(request, limits.bytesMax), limits.depthMax)
}

/**
 * The value of a body's text.
 *
 * @throws {ProblemError} 400 no JSON or nested too deep.
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
 * @throws {ProblemError} 413 too large, 415 compressed, 400 broken off or no UTF-8.
 */
export async function readText(request: Request, bytesMax: number): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(
      await readBytes(request, bytesMax),
    )
  } catch (error) {
    if (error instanceof ProblemError) throw error
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
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax) throw tooLarge(bytesMax)
  const { bytes, end } = await readUpTo(request, bytesMax)
  if (end === 'too-large') throw tooLarge(bytesMax)
  if (end === 'broken') {
    throw new ProblemError({ status: 400, code: 'body_broken', detail: 'The body broke off' })
  }
  return bytes
}

/** The bytes of a body as far as they were read, and why no further. */
export interface ReadSoFar {
  readonly bytes: Uint8Array
  readonly end: 'whole' | 'too-large' | 'broken'
}

/** The bytes of a request's body, those within the limit. */
export async function readUpTo(request: Request, bytesMax: number): Promise<ReadSoFar> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const chunk of request.body ?? []) {
      bytes += chunk.byteLength
      chunks.push(chunk)
      if (bytes > bytesMax) return { bytes: Buffer.concat(chunks, bytesMax), end: 'too-large' }
    }
  } catch {
    // Whatever it was, the rest of the body is not to be had.
    return { bytes: Buffer.concat(chunks), end: 'broken' }
  }
  return { bytes: Buffer.concat(chunks, bytes), end: 'whole' }
}

/**
 * True when a JSON value holds arrays or objects nested deeper than `depthMax` levels.
 *
 * @example
 * ```ts
 * isDeeper([[1]], 1) // => true
 * isDeeper([[1]], 2) // => false
 * ```
 */
export function isDeeper(value: unknown, depthMax: number): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    const containers = level.filter((item) => typeof item === 'object' && item !== null)
    if (containers.length > 0 && depth >= depthMax) return true
    level = containers.flatMap((item) => Object.values(item))
  }
  return false
}

function tooLarge(bytesMax: number): ProblemError {
  return new ProblemError({
    status: 413,
    code: 'too_large',
    detail: `The body is larger than ${bytesMax} bytes`,
  })
}

function bad(code: string, detail: string): ProblemError {
  return new ProblemError({ status: 400, code, field: 'body', detail })
}
