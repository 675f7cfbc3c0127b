import type { BodyWatch } from '#lib/http/body-watch.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { BROKEN_OFF } from '#lib/http/read-json.ts'
import { readUpTo } from '#lib/http/read-up-to.ts'

/** The body of a request on its way to a station. */
export interface PassedBody {
  readonly body: BodyInit | null
  /** True where it came too slowly; then it is not whole. */
  readonly isStalled: () => boolean
}

// So much is kept until it is whole: a station is not called for a body that may never come.
const KEPT_BYTES_MAX = 65_536

/**
 * The body of a request as it goes on: a small one once it is whole, one that is large or whose length nobody knows while it
 * comes.
 *
 * @throws {ProblemError} 400 where a small one broke off.
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

// Watched only while more of it is waited for: that a station takes its time is not its client's fault.
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
