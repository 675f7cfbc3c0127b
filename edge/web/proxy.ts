import { LOCAL_HEADER } from '#lib/auth/local-vouch.ts'
import type { FrontEnd } from '#lib/http/front-end.ts'
import { problemResponse } from '#lib/http/problem.ts'
import { isFromThisMachine } from '#lib/http/this-machine.ts'
import { newId } from '#lib/ids/new-id.ts'
import { clientIp } from '#lib/privacy/client-ip.ts'
import type { StationName } from '#lib/station/station-names.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** Addresses of the stations. */
export type StationUrls = Readonly<Partial<Record<StationName, string>>>

/** A request that is being forwarded. */
export interface Passage {
  readonly request: Request
  readonly station: StationName
  readonly peerIp: string | undefined
  /** Headers to forward instead of those of the request. */
  readonly headers?: Headers
  /** Body to forward instead of that of the request. */
  readonly body?: BodyInit | null
  /** True once the answer is not needed any more. */
  readonly isGivenUp?: () => boolean
}

/** Forwards a request, and returns the answer. */
export type Pass = (passage: Passage) => Promise<Response>

// Headers of one connection only, https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/** The dependencies of the proxy. */
export interface ProxyOptions {
  readonly urls: StationUrls
  readonly front: FrontEnd
  /** Returns our token for accounts. It proves that a request came from this machine. */
  readonly vouch: () => Promise<string>
  readonly log: Logger
}

// The tracker uses it if it trusts this front end; all other stations count the hops.
const CLIENT_HEADER = 'x-push-ip'

// See https://www.rfc-editor.org/rfc/rfc7239#section-6.2
const UNKNOWN = 'unknown'

/** Opens the proxy. It streams requests to their stations and answers back, and stores neither. */
export function openProxy({ urls, front, vouch, log }: ProxyOptions): Pass {
  return async function pass(passage) {
    const { request, station, peerIp, headers: changed = request.headers, body = request.body } = passage
    const { pathname, search, host, protocol } = new URL(request.url)
    const base = urls[station]
    if (base === undefined) return unreachable(station)
    const headers = withoutHops(changed)
    const before = headers.get('x-forwarded-for')
    headers.delete(CLIENT_HEADER)
    headers.delete(LOCAL_HEADER)
    if (station === 'tracker') {
      const hops = { peer: peerIp, forwardedFor: before ?? undefined, trustedHops: front.trustedHops }
      headers.set(CLIENT_HEADER, clientIp(hops) ?? UNKNOWN)
    }
    if (station === 'accounts' && isFromThisMachine(front, { headers: request.headers, peerIp }))
      headers.set(LOCAL_HEADER, await vouch())
    // Always add an entry, also for an unknown peer: stations count from the end, so a missing entry would make them trust one too many.
    const peer = peerIp ?? UNKNOWN
    headers.set('x-forwarded-for', before === null ? peer : `${before}, ${peer}`)
    headers.set('x-forwarded-host', host)
    headers.set('x-forwarded-proto', protocol.slice(0, -1))
    headers.delete('host')
    try {
      const response = await fetch(new URL(pathname + search, base), {
        method: request.method,
        headers,
        body,
        redirect: 'manual',
        // Ends the call when the client leaves.
        signal: request.signal,
        decompress: false,
      })
      const answered = withoutHops(response.headers)
      // Scripts of pages show the error themselves; the browser must not ask for the admin's password.
      if (headers.has('x-requested-with')) answered.delete('www-authenticate')
      return new Response(response.body, {
        status: response.status,
        statusText: response.statusText,
        headers: answered,
      })
    } catch (error) {
      if (request.signal.aborted || passage.isGivenUp?.() === true) return new Response(null, { status: 499 })
      log.warn('station not reached', { called: station, error })
      return unreachable(station)
    }
  }
}

function withoutHops(headers: Headers): Headers {
  const named = (headers.get('connection') ?? '').split(',').map((name) => name.trim().toLowerCase())
  const kept = new Headers(headers)
  for (const name of [...HOP_BY_HOP, ...named.filter((one) => one !== '')]) kept.delete(name)
  return kept
}

function unreachable(station: StationName): Response {
  const detail = `The station "${station}" does not answer at the moment`
  return problemResponse(
    { status: 502, code: 'station_unreachable', detail, headers: { 'retry-after': '5' } },
    newId(),
  )
}
