import type { Random } from '../../../apps/cli/simulate/random.ts'
import type { Answer, Book } from './book.ts'

/** Clients that send events until `stop()`. */
export interface Load {
  /** Resolves when all clients have received their last answer. */
  stop(): Promise<void>
}

const CLIENTS = 12
const BATCH_MAX = 20
const ANSWER_MS = 15_000
const PAUSE_MS = 2
const REFUSED_PAUSE_MS = 20

/** Sends single events and batches to several routes, and records every answer in the book. */
export function sendLoad(url: string, book: Book, random: Random): Load {
  const over = new AbortController()
  let count = 0

  function nextEvent(): string {
    const event = `e${(count += 1)}`
    book.sent(event)
    return event
  }

  async function call(path: string, init: RequestInit | undefined, events: readonly string[]): Promise<void> {
    let answer: Answer = 'unknown'
    try {
      const response = await fetch(url + path, { ...init, signal: AbortSignal.timeout(ANSWER_MS) })
      // An answer that breaks off throws here, and counts as unknown.
      await response.arrayBuffer()
      const ack = response.headers.get('push-ack')
      answer = response.ok && (ack === 'stream' || ack === 'spool') ? ack : 'refused'
    } catch {
      answer = 'unknown'
    }
    for (const event of events) book.answered(event, answer)
    await Bun.sleep(answer === 'stream' || answer === 'spool' ? PAUSE_MS : REFUSED_PAUSE_MS)
  }

  async function beClient(): Promise<void> {
    while (!over.signal.aborted) {
      const way = random()
      if (way < 0.4) {
        const event = nextEvent()
        await call(`/t/w?n=${event}`, undefined, [event])
      } else if (way < 0.7) {
        const event = nextEvent()
        await call('/v1/events', post({ type: 'w', id: event, params: { n: event } }), [event])
      } else {
        const events = Array.from({ length: 1 + Math.floor(random() * BATCH_MAX) }, nextEvent)
        await call('/v1/batch', post(events.map((n) => ({ type: 'w', id: n, params: { n } }))), events)
      }
    }
  }

  const clients = Promise.all(Array.from({ length: CLIENTS }, beClient))
  return {
    async stop() {
      over.abort()
      await clients
    },
  }
}

function post(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
