import { openBodyWatch } from '#lib/http/body-watch.ts'
import { ProblemError, problemResponse, type Problem } from '#lib/http/problem.ts'
import { newId } from '#lib/ids/new-id.ts'
import { countedIp } from '#lib/privacy/client-ip.ts'
import { subscriberOf } from '#lib/privacy/subscriber-of.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { Pass, Passage } from '../proxy.ts'
import { openClientCounts } from './client-counts.ts'
import type { FrontLimits } from './front-limits.ts'
import { holdAnswer } from './hold-answer.ts'
import { passBody } from './pass-body.ts'

/** The dependencies of the limits. */
export interface LimitOptions {
  readonly limits: FrontLimits
  /** Proxies in front whose X-Forwarded-For is trusted. */
  readonly trustedHops: number
  readonly metrics: Metrics
}

/** Wraps a proxy function; all wrapped functions share the same limits. */
export type LimitPassages = (pass: Pass) => Pass

const SECOND_MS = 1_000
// For a small body, or for one part of a large body. Bun closes a connection that receives less than 16 KiB per second.
const BODY_MS_MAX = 60 * SECOND_MS

const STREAM = 'text/event-stream'

// The paths of phone apps: they keep their report after a 503, and discard it after a 408.
const PHONE_PATHS: ReadonlySet<string> = new Set(['/', '/osmand', '/overland', '/owntracks'])

/**
 * Opens the limits. A process has a limited number of concurrent outgoing calls. No client may use them all: not by endless
 * streams, not by bodies that never arrive, not by answers that it does not read. If a client, or all clients together, reach
 * their limit of calls, the call with the slowest upload is ended to make room.
 */
export function openPassageLimits({ limits, trustedHops, metrics }: LimitOptions): LimitPassages {
  const calls = openClientCounts(limits.calls)
  const streams = openClientCounts(limits.streams)
  const watch = openBodyWatch({
    gapMsMax: limits.bodyGapSecondsMax * SECOND_MS,
    wholeMsMax: BODY_MS_MAX,
  })
  const refused = metrics.counter(
    'push_web_refused_calls_total',
    'Calls that the front end refused, because there were too many or their bodies were too slow',
    ['reason'],
  )

  function refuse(reason: keyof typeof PROBLEMS): ProblemError {
    refused.inc({ reason })
    return new ProblemError(PROBLEMS[reason])
  }

  function clientOf({ request, peerIp: peer }: Passage): string {
    const forwardedFor = request.headers.get('x-forwarded-for') ?? undefined
    const address = countedIp({ peer, forwardedFor, trustedHops })
    return (address === undefined ? undefined : subscriberOf(address)) ?? 'unknown'
  }

  function enterCalls(client: string): () => void {
    const full = calls.fullFor(client)
    if (full === 'client' && !watch.endSlowest(client)) throw refuse('client_calls')
    if (full === 'all' && !watch.endSlowest()) throw refuse('calls')
    return calls.enter(client)
  }

  async function enterStreams(client: string, answer: Response): Promise<() => void> {
    const full = streams.fullFor(client)
    if (full === undefined) return streams.enter(client)
    await answer.body?.cancel()
    throw refuse(full === 'client' ? 'client_streams' : 'streams')
  }

  async function answerOf(pass: Pass, passage: Passage, client: string): Promise<Response> {
    const { body, isStalled } = await passBody(passage.request, watch, client)
    const answer = isStalled() ? undefined : await pass({ ...passage, body, isGivenUp: isStalled })
    if (answer !== undefined && !isStalled()) return answer
    await answer?.body?.cancel()
    throw refuse(isOfPhone(passage) ? 'stalled_report' : 'stalled')
  }

  return (pass) =>
    async function passLimited(passage) {
      const client = clientOf(passage)
      const { signal } = passage.request
      let leave: () => void = () => undefined
      try {
        leave = enterCalls(client)
        const answer = await answerOf(pass, passage, client)
        if (answer.headers.get('content-type')?.startsWith(STREAM) !== true) {
          return await holdAnswer(answer, signal, leave)
        }
        const end = await enterStreams(client, answer)
        leave()
        return await holdAnswer(answer, signal, end)
      } catch (error) {
        leave()
        if (!(error instanceof ProblemError)) throw error
        return problemResponse(error.problem, newId())
      }
    }
}

function isOfPhone({ request, station }: Passage): boolean {
  return station === 'tracker' && PHONE_PATHS.has(new URL(request.url).pathname)
}

const STALLED = { code: 'body_stalled', field: 'body', detail: 'The body came too slowly, or not at all' }

// The rest of the body may still arrive, and would be read as the next request.
const CLOSE = { connection: 'close' }

const PROBLEMS = {
  client_calls: {
    status: 429,
    code: 'too_many_calls',
    detail: 'Too many calls of this address are under way at the same time',
    headers: { 'retry-after': '1' },
  },
  client_streams: {
    status: 429,
    code: 'too_many_streams',
    detail: 'Too many streams of this address are open at the same time',
    headers: { 'retry-after': '10' },
  },
  calls: {
    status: 503,
    code: 'busy',
    detail: 'Too many calls are under way at the same time',
    headers: { 'retry-after': '1' },
  },
  streams: {
    status: 503,
    code: 'busy',
    detail: 'Too many streams are open at the same time',
    headers: { 'retry-after': '10' },
  },
  stalled: { ...STALLED, status: 408, headers: CLOSE },
  stalled_report: { ...STALLED, status: 503, headers: { ...CLOSE, 'retry-after': '5' } },
} satisfies Record<string, Problem>
