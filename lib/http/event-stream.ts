/** How a stream of server-sent events is fed. */
export interface EventStreamOptions {
  /** Ends the stream: the request's own signal. */
  readonly signal: AbortSignal
  /** How often `next` is called, in milliseconds. */
  readonly everyMs: number
  /** The value to send now, as JSON; undefined for nothing. Not called while the client is slow: it must sum up what was missed. */
  readonly next: () => unknown
  /** Called once at the end. */
  readonly onEnd: () => void
}

const KEEP_ALIVE_MS = 10_000

/** A response of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export function eventStream({ signal, everyMs, next, onEnd }: EventStreamOptions): Response {
  const encoder = new TextEncoder()
  let timer: ReturnType<typeof setInterval> | undefined
  let sentAt = Date.now()
  let isOver = false

  function end(): void {
    if (isOver) return
    isOver = true
    clearInterval(timer)
    onEnd()
  }

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => {
        controller.enqueue(encoder.encode(text))
        sentAt = Date.now()
      }
      send('retry: 1000\n\n')
      timer = setInterval(() => {
        if ((controller.desiredSize ?? 0) <= 0) return
        const value = next()
        if (value !== undefined) send(`data: ${JSON.stringify(value)}\n\n`)
        else if (Date.now() - sentAt > KEEP_ALIVE_MS) send(': still here\n\n')
      }, everyMs)
      const leave = () => {
        if (isOver) return
        end()
        controller.close()
      }
      if (signal.aborted) leave()
      else signal.addEventListener('abort', leave)
    },
    cancel: end,
  })
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Without it nginx and proxies like it buffer the events.
      'x-accel-buffering': 'no',
    },
  })
}
