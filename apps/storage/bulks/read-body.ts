import { openBodyWatch, type BodyWatch } from '#lib/http/body-watch.ts'
import type { Problem } from '#lib/http/problem.ts'
import { BROKEN_OFF, tooLarge } from '#lib/http/read-json.ts'
import { TAKEN_OVER } from './hold-bulk.ts'

/** Maximum size of one body: a larger bulk is sent in several, each of which goes on behind the lines that are stored. */
export const BODY_BYTES_MAX = 64 * 1_048_576

// Shorter than the lease of a bulk, so that nobody takes over a bulk whose client is only slow.
const GAP_MS_MAX = 30_000
const WHOLE_MS_MAX = 6 * 3_600_000

const WATCH = openBodyWatch({ gapMsMax: GAP_MS_MAX, wholeMsMax: WHOLE_MS_MAX })

/** Why a body was not read to its end. */
export class BodyError extends Error {
  override readonly name = 'BodyError'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

/**
 * The pieces of a body as they come; the next one is read when it is asked for. The time counts only while we wait for the client.
 *
 * @param signal ends the reading when another call took the bulk over
 * @throws {BodyError} when it is too large, too slow, or breaks off, and when it is ended.
 */
export async function* readBody(
  body: ReadableStream<Uint8Array> | null,
  signal: AbortSignal,
  watch: BodyWatch = WATCH,
): AsyncGenerator<Uint8Array> {
  if (body === null) return
  const reader = body.getReader()
  const stop = () => void reader.cancel().catch(() => undefined)
  const watched = watch.watch(stop)
  signal.addEventListener('abort', stop)
  let length = 0
  try {
    for (;;) {
      if (signal.aborted) throw new BodyError(TAKEN_OVER)
      watch.resume(watched)
      const { done, value } = await reader
        .read()
        .catch(() => {
          throw new BodyError(BROKEN_OFF)
        })
        .finally(() => watch.release(watched))
      if (signal.aborted) throw new BodyError(TAKEN_OVER)
      if (watched.isStalled) throw new BodyError(TOO_SLOW)
      if (done) return
      length += value.byteLength
      if (length > BODY_BYTES_MAX) throw new BodyError(tooLarge(BODY_BYTES_MAX))
      yield value
    }
  } finally {
    watch.release(watched)
    signal.removeEventListener('abort', stop)
    await reader.cancel().catch(() => undefined)
  }
}

const TOO_SLOW: Problem = { status: 408, code: 'body_slow', detail: 'The body came too slowly' }
