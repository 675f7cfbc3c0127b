import { LRUCache } from 'lru-cache'
import { openDurations } from '#lib/http/open-durations.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'

/** Answers to requests for pictures, kept in memory for a moment: they are the same for everybody. */
export interface HotAnswers {
  /** An answer that is kept; undefined when the request must be handled. */
  readonly find: (request: Request) => Response | undefined
  /** Keeps the answer to a request if it may be kept, and gives it back. */
  readonly keep: (request: Request, response: Response) => Promise<Response>
  /** Forgets the answers with a picture that is removed. */
  readonly forget: (id: string) => void
}

interface Kept {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly headers: Headers
  /** Until when it is given away, by a monotonic clock. */
  untilMs: number
}

const BYTES_MAX = 64 * 1_048_576
const ANSWER_BYTES_MAX = 1_048_576
/** Another process may remove a picture: then one request a second finds out, and the others are answered from memory meanwhile. */
const KEPT_MS = 1_000
const ID = /\/assets\/(?<id>[0-9a-f]{64})\/[^/?]+$/u
const ROUTE = '/assets/:id/:file'

/** Opens them. Without them, an answer costs ten times as much: the store and the disk are asked each time. */
export function openHotAnswers(metrics: Metrics, now: () => number = () => performance.now()): HotAnswers {
  const kept = new LRUCache<string, Kept>({ maxSize: BYTES_MAX })
  const answered = openDurations(metrics)

  return {
    find(request) {
      const found = kept.get(request.url)
      if (found === undefined || request.method !== 'GET') return undefined
      // What depends on them is answered as always.
      if (request.headers.has('if-none-match') || request.headers.has('authorization')) return undefined
      const startedAt = now()
      if (startedAt > found.untilMs) {
        found.untilMs = startedAt + KEPT_MS
        return undefined
      }
      const response = new Response(found.bytes, { headers: found.headers })
      answered({ method: 'GET', route: ROUTE, status: 200, startedAt })
      return response
    },
    async keep(request, response) {
      const id = ID.exec(request.url)?.groups?.['id']
      const isKept = request.method === 'GET' && response.status === 200 && !response.headers.has('vary')
      if (id !== undefined && response.status >= 400) kept.delete(request.url)
      if (id === undefined || !isKept) return response
      const bytes = new Uint8Array(await response.arrayBuffer())
      const headers = new Headers(response.headers)
      // It names one request.
      headers.delete('x-request-id')
      const size = Math.max(1, bytes.length)
      if (size <= ANSWER_BYTES_MAX)
        kept.set(request.url, { bytes, headers, untilMs: now() + KEPT_MS }, { size })
      return new Response(bytes, response)
    },
    forget(id) {
      for (const address of kept.keys()) if (address.includes(id)) kept.delete(address)
    },
  }
}
