/** One event of a stream. */
export interface StreamedEvent {
  /** What a reader that comes back names as the last one it has, see `lastEventId()`; one line of text, at most 64 characters. */
  readonly id?: string
  /** Sent as JSON. */
  readonly data: unknown
}

/** How a stream of server-sent events is fed. */
export interface EventStreamOptions {
  /** Ends the stream: the request's own signal. */
  readonly signal: AbortSignal
  /** How often `next` is called, in milliseconds. */
  readonly everyMs: number
  /** The event to send now; undefined for nothing. Not called while the client is slow: it must sum up what was missed. */
  readonly next: () => StreamedEvent | undefined
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
        const event = next()
        if (event !== undefined) send(textOf(event))
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

// Ids are ours: others are not worth a look-up.
const EVENT_ID = /^[\w.:-]{1,64}$/u

/** The id of the last event that a returning reader has; undefined for a new one, and for an id that cannot be ours. */
export function lastEventId(headers: Headers): string | undefined {
  const id = headers.get('last-event-id') ?? ''
  return EVENT_ID.test(id) ? id : undefined
}

function textOf({ id, data }: StreamedEvent): string {
  return `${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`
}
