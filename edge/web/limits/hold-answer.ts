import { ProblemError, type Problem } from '#lib/http/problem.ts'

// So much of an answer is taken from its station at once, however slowly its client reads.
const TAKEN_BYTES_MAX = 65_536

/**
 * The same answer, which tells when its station is done with it: at once for a short one, which is taken whole, else when it was
 * read to its end, or given up.
 *
 * @throws {ProblemError} 502 where a short one broke off.
 */
export async function holdAnswer(
  answer: Response,
  signal: AbortSignal,
  leave: () => void,
): Promise<Response> {
  const { body, status, statusText, headers } = answer
  if (body === null) {
    leave()
    return answer
  }
  const length = headers.get('content-length')
  if (length !== null && Number(length) <= TAKEN_BYTES_MAX) {
    const bytes = await answer.arrayBuffer().catch(() => undefined)
    leave()
    if (bytes === undefined) throw new ProblemError(BROKE_OFF)
    return new Response(bytes, { status, statusText, headers })
  }
  signal.addEventListener('abort', leave)
  const reader = body.getReader()
  const held = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (value !== undefined) controller.enqueue(value)
        if (!done) return
        leave()
        controller.close()
      } catch {
        leave()
        // Nobody reads it any more.
        if (signal.aborted) return controller.close()
        // The error itself names the URL, which may hold a key or a place, and the runtime prints what a stream throws.
        throw new Error('Cannot pass an answer on to its end: its station broke off')
      }
    },
    async cancel(reason) {
      leave()
      await reader.cancel(reason)
    },
  })
  return new Response(held, { status, statusText, headers })
}

const BROKE_OFF: Problem = {
  status: 502,
  code: 'station_unreachable',
  detail: 'The station did not send its answer to the end',
  headers: { 'retry-after': '5' },
}
