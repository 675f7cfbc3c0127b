import { formatTraceparent, parseTraceparent, unrecordedChild } from '#lib/telemetry/trace-context.ts'
import type { Span, Tracer } from '#lib/telemetry/tracer.ts'
import { withinSpan } from '#lib/telemetry/within-span.ts'
import type { AckLevel } from './keep/event-keeper.ts'
import { fullBucket, takeTokens } from '#lib/rates/token-bucket.ts'

/** How much is traced. */
export interface TraceLimits {
  /** Share of the calls without `traceparent` that are sampled, from 0 to 1. */
  readonly sampleRatio: number
  /** Limit of events per second that are sampled at random, and the same limit again for those whose callers ask for it. */
  readonly eventsPerSecondMax: number
}

/** Decides which events are traced. Later stations keep to this decision. */
export interface CallTraces {
  /** Begins the span of a call; undefined if the call is not sampled. */
  begin(request: Request, route: string): Span | undefined
  /** Gives a function that returns the `traceparent` of an event of the call. Call it once per event. */
  ofEvents(request: Request): () => string | undefined
  /** Keeps the events of a call, in a span of its own if the call is sampled. */
  keep(request: Request, eventCount: number, keep: () => Promise<AckLevel>): Promise<AckLevel>
}

const SERVER_ERROR = 500

/** Creates the tracer of calls. It samples those whose `traceparent` has the sampled flag, and a share of those without one. */
export function createCallTracer(
  tracer: Tracer,
  { sampleRatio, eventsPerSecondMax }: TraceLimits,
  nowMs: () => number = () => performance.now(),
): CallTraces {
  const asked = allowance(eventsPerSecondMax, nowMs)
  const byChance = allowance(eventsPerSecondMax, nowMs)
  // Keyed by request, so that no route has to pass it on.
  const sampled = new WeakMap<Request, { readonly span: Span; readonly take: () => boolean }>()

  return {
    begin(request, route) {
      const parent = request.headers.get('traceparent')
      const context = parent === null ? undefined : parseTraceparent(parent)
      const isWanted = context === undefined ? Math.random() < sampleRatio : context.isSampled
      // Two quotas: callers that ask for traces cannot use up the random samples.
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
      if (span !== undefined) sampled.set(request, { span, take })
      return span
    },
    ofEvents(request) {
      const call = sampled.get(request)
      if (call === undefined) return unrecorded(request)
      const { span, take } = call
      let isFirst = true
      return () => {
        // The call itself already used quota for its first event.
        const isSampled = isFirst || take()
        isFirst = false
        return isSampled ? span.traceparent : withoutFlag(span.traceparent)
      }
    },
    keep(request, eventCount, keep) {
      const parent = sampled.get(request)
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

/** `ofEvents()` of a call that is not sampled: the caller's trace continues without the sampled flag. */
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

/** Gives a function that takes one from a quota per second; it returns false when the quota is used up. */
function allowance(perSecond: number, nowMs: () => number): () => boolean {
  const rate = { ratePerSecond: perSecond, burst: perSecond }
  const bucket = fullBucket(rate, nowMs())
  return () => perSecond > 0 && takeTokens(bucket, rate, { count: 1, nowMs: nowMs() }) === 0
}
