import { formatTraceparent, parseTraceparent, unrecordedChild } from '#lib/telemetry/trace-context.ts'
import type { Span, Tracer } from '#lib/telemetry/tracer.ts'
import { withinSpan } from '#lib/telemetry/within-span.ts'
import type { AckLevel } from './keep/event-keeper.ts'
import { fullBucket, takeTokens } from './limits/token-bucket.ts'

/** How much is followed. */
export interface TraceLimits {
  /** Share of the calls whose callers do not say. */
  readonly sampleRatio: number
  /** Most events a second that are followed by chance, and as many again because their callers ask for it. */
  readonly eventsPerSecondMax: number
}

/** Decides here, and nowhere else, which events are followed on their way. */
export interface CallTraces {
  /** Begins the span of a call that is to be followed. */
  begin(request: Request, route: string): Span | undefined
  /** Gives what names the span that an event of a call goes on from; each is asked for once. */
  ofEvents(request: Request): () => string | undefined
  /** Keeps the events of a call, in a span of its own where the call is followed. */
  keep(request: Request, eventCount: number, keep: () => Promise<AckLevel>): Promise<AckLevel>
}

const SERVER_ERROR = 500

/** Creates the tracer of calls: it follows calls whose `traceparent` is sampled, and a share of the calls without `traceparent`. */
export function createCallTracer(
  tracer: Tracer,
  { sampleRatio, eventsPerSecondMax }: TraceLimits,
  nowMs: () => number = () => performance.now(),
): CallTraces {
  const asked = allowance(eventsPerSecondMax, nowMs)
  const byChance = allowance(eventsPerSecondMax, nowMs)
  // By request, so that no route has to carry it.
  const followed = new WeakMap<Request, { readonly span: Span; readonly take: () => boolean }>()

  return {
    begin(request, route) {
      const parent = request.headers.get('traceparent')
      const context = parent === null ? undefined : parseTraceparent(parent)
      const isWanted = context === undefined ? Math.random() < sampleRatio : context.isSampled
      // A caller cannot use up what is followed by chance.
      const take = context === undefined ? byChance : asked
      if (!isWanted || !take()) return undefined
      const { method } = request
      const start = {
        name: `${method} ${route}`,
        kind: 'server',
        attributes: { 'http.request.method': method, 'http.route': route },
      } as const
      const span =
        context === undefined ? tracer.begin(start) : tracer.follow(formatTraceparent(context), start)
      if (span !== undefined) followed.set(request, { span, take })
      return span
    },
    ofEvents(request) {
      const call = followed.get(request)
      if (call === undefined) return unrecorded(request)
      const { span, take } = call
      let isFirst = true
      return () => {
        // The first was paid for with the call.
        const isFollowed = isFirst || take()
        isFirst = false
        return isFollowed ? span.traceparent : withoutFlag(span.traceparent)
      }
    },
    keep(request, eventCount, keep) {
      const parent = followed.get(request)
      if (parent === undefined) return keep()
      const span = tracer.follow(parent.span.traceparent, {
        name: 'append',
        kind: 'producer',
        attributes: { 'push.events': eventCount },
      })
      return withinSpan(span, async () => {
        const ack = await keep()
        span?.set({ 'push.ack': ack })
        return ack
      })
    },
  }
}

/** What names the span that events of a call go on from where nobody follows them: the caller's trace goes on unrecorded. */
export function unrecorded({ headers }: Request): () => string | undefined {
  const parent = headers.get('traceparent')
  const context = parent === null ? undefined : parseTraceparent(parent)
  if (context === undefined) return nothing
  const traceparent = unrecordedChild(context)
  return () => traceparent
}

/** Ends the span of a call with the status of its answer. */
export function endCall(span: Span, status: number): void {
  span.set({ 'http.response.status_code': status })
  if (status >= SERVER_ERROR) span.fail(String(status))
  span.end()
}

function nothing(): undefined {
  return undefined
}

function withoutFlag(traceparent: string): string {
  return traceparent.replace(/01$/u, '00')
}

/** Gives what takes one of so many a second, and tells whether there was one. */
function allowance(perSecond: number, nowMs: () => number): () => boolean {
  const rate = { ratePerSecond: perSecond, burst: perSecond }
  const bucket = fullBucket(rate, nowMs())
  return () => perSecond > 0 && takeTokens(bucket, rate, { count: 1, nowMs: nowMs() }) === 0
}
