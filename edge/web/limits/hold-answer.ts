import { ProblemError, type Problem } from '#lib/http/problem.ts'

// An answer up to this size is read completely from the station, even if the client reads slowly.
const TAKEN_BYTES_MAX = 65_536

/**
 * Returns the same answer, and calls `leave` when the call to the station is over. A short answer is read completely first, so
 * its call is over at once; a long one is over when it was read to its end, or cancelled.
 *
 * @throws {ProblemError} 502 if a short answer ended too early.
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
        // The client is gone.
        if (signal.aborted) return controller.close()
        // The original error contains the URL, which may contain a key or a position, and the runtime prints errors of streams.
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
