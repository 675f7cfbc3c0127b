import type { FrontEnd } from '#lib/http/front-end.ts'
import { isLoopbackAddress, isLoopbackHost } from '#lib/http/loopback.ts'

/** The settings that decide who can reach the platform. */
export interface Reach {
  /** Address that the stations listen on. */
  readonly host: string
  /** The URL at which people reach the front end. */
  readonly publicUrl: string
  /** Number of proxies in front of it. */
  readonly trustedHops: number
}

/** What a request shows about where it came from. */
export interface Arrival {
  readonly headers: Headers
  /** Address of the peer of the connection. */
  readonly peerIp: string | undefined
}

/**
 * True when the settings let only this machine reach the platform. A proxy on the same machine lets
 * other machines reach it; `PUBLIC_URL` or `TRUSTED_HOPS` then show this.
 *
 * @example
 * ```ts
 * const reach = { host: '127.0.0.1', publicUrl: 'http://127.0.0.1:5123', trustedHops: 0 }
 * isLocalReach(reach) // => true
 * isLocalReach({ ...reach, publicUrl: 'https://push.example' }) // => false
 * ```
 */
export function isLocalReach({ host, publicUrl, trustedHops }: Reach): boolean {
  const isHere = host === 'localhost' || isLoopbackAddress(host)
  return isHere && URL.canParse(publicUrl) && isLoopbackHost(new URL(publicUrl).host) && trustedHops === 0
}

/**
 * True for a request that may do what only this machine may do. The settings must let only this machine reach the platform. The
 * request must come from a loopback address, name a loopback host, and not come through a proxy. A name that anybody
 * could point here (DNS rebinding) is not a loopback host.
 */
export function isFromThisMachine(
  { isLocal = false }: Pick<FrontEnd, 'isLocal'>,
  { headers, peerIp = '' }: Arrival,
): boolean {
  return (
    isLocal && isLoopbackAddress(peerIp) && isLoopbackHost(headers.get('host') ?? '') && !isPassedOn(headers)
  )
}

// Headers in which proxies, tunnels and load balancers name the client, besides those that begin with `x-forwarded` or `cf-`.
const PROXY_HEADERS: ReadonlySet<string> = new Set([
  'cdn-loop',
  'client-ip',
  'fastly-client-ip',
  'fly-client-ip',
  'forwarded',
  'forwarded-for',
  'true-client-ip',
  'via',
  'x-appengine-user-ip',
  'x-azure-clientip',
  'x-azure-socketip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-envoy-external-address',
  'x-host',
  'x-http-client-ip',
  'x-original-forwarded-for',
  'x-original-host',
  'x-originating-ip',
  'x-proxy-user-ip',
  'x-push-ip',
  'x-real-ip',
  'x-remote-addr',
  'x-remote-ip',
])

function isPassedOn(headers: Headers): boolean {
  return [...headers.keys()].some(
    (name) => name.startsWith('x-forwarded') || name.startsWith('cf-') || PROXY_HEADERS.has(name),
  )
}
