import type { BodyWatch } from '#lib/http/body-watch.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { BROKEN_OFF } from '#lib/http/read-json.ts'
import { readUpTo } from '#lib/http/read-up-to.ts'

/** The body of a request that is forwarded to a station. */
export interface PassedBody {
  readonly body: BodyInit | null
  /** True if the body came too slowly; then it is incomplete. */
  readonly isStalled: () => boolean
}

// A body up to this size is read completely before the station is called, because the rest may never arrive.
const KEPT_BYTES_MAX = 65_536

/**
 * Returns the body to forward. A body with a small Content-Length is read completely first; a body that is large or has no
 * Content-Length is streamed.
 *
 * @throws {ProblemError} 400 if a small body ended too early.
 */
export async function passBody(request: Request, watch: BodyWatch, client: string): Promise<PassedBody> {
  if (request.body === null) return { body: null, isStalled: () => false }
  const length = request.headers.get('content-length')
  return length !== null && Number(length) <= KEPT_BYTES_MAX
    ? keepWhole(request, watch, client)
    : streamOn(request.body, watch, client)
}

async function keepWhole(request: Request, watch: BodyWatch, client: string): Promise<PassedBody> {
  const ofClient = { ...watch, watch: (stop: () => void) => watch.watch(stop, client) }
  const { bytes, end } = await readUpTo(request, KEPT_BYTES_MAX, ofClient)
  if (end !== 'whole' && end !== 'stalled') throw new ProblemError(BROKEN_OFF)
  return { body: new Uint8Array(bytes), isStalled: () => end === 'stalled' }
}

// The watch runs only while we wait for the client: a slow station must not count against the client.
function streamOn(from: ReadableStream<Uint8Array>, watch: BodyWatch, client: string): PassedBody {
  const reader = from.getReader()
  let isStalled = false
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const watched = watch.watch(() => void reader.cancel().catch(() => undefined), client)
      const { done, value } = await reader.read().finally(() => watch.release(watched))
      isStalled = watched.isStalled
      if (isStalled) throw new Error('Cannot pass a body on: it came too slowly')
      if (value !== undefined) controller.enqueue(value)
      if (done) controller.close()
    },
    cancel: (reason) => reader.cancel(reason),
  })
  return { body, isStalled: () => isStalled }
}
