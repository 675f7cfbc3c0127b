import { normalIp, truncateIp } from '#lib/privacy/truncate-ip.ts'
import { withoutPort } from '#lib/privacy/without-port.ts'

/** How client addresses are changed before they are stored. */
export type IpPolicy = 'truncate' | 'keep' | 'drop'

/** The data of a request from which the client address is found. */
export interface Hops {
  /** Address of the peer of the connection. */
  readonly peer: string | undefined
  /** The header X-Forwarded-For: each proxy appends the address of its peer. */
  readonly forwardedFor: string | undefined
  /** Number of our own proxies in front: this many addresses from the right are trusted. */
  readonly trustedHops: number
}

/**
 * Returns the trusted address of the client: the peer if there is no own proxy in front, else the address that the outermost own
 * proxy saw. Undefined if it is not an IP address.
 *
 * @example
 * ```ts
 * clientIp({ peer: '10.0.0.1', forwardedFor: '6.6.6.6, 198.51.100.7', trustedHops: 1 }) // => '198.51.100.7'
 * clientIp({ peer: '198.51.100.7', forwardedFor: '6.6.6.6', trustedHops: 0 }) // => '198.51.100.7'
 * clientIp({ peer: '10.0.0.1', forwardedFor: 'unknown', trustedHops: 1 }) // => undefined
 * ```
 */
export function clientIp(hops: Hops): string | undefined {
  return normalIp(seenAddress(hops))
}

/**
 * Returns the same address as the original text, without its port, even if it is not an IP address.
 *
 * @example
 * ```ts
 * seenAddress({ peer: '10.0.0.1', forwardedFor: 'unknown', trustedHops: 1 }) // => 'unknown'
 * seenAddress({ peer: '10.0.0.1', forwardedFor: '198.51.100.7:54321', trustedHops: 1 }) // => '198.51.100.7'
 * ```
 */
export function seenAddress(hops: Hops): string {
  const { peer = '', forwardedFor, trustedHops } = hops
  if (trustedHops === 0 || forwardedFor === undefined) return peer
  return withoutPort(believedAddresses(hops)[0] ?? peer)
}

/**
 * Returns the address by which the calls of a client are counted and limited: its own, or if that is unreadable, the first readable
 * address of a proxy behind it. So clients without a readable address do not share one limit with all others.
 *
 * @example
 * ```ts
 * countedIp({ peer: '10.0.0.1', forwardedFor: '198.51.100.7', trustedHops: 1 }) // => '198.51.100.7'
 * countedIp({ peer: '10.0.0.1', forwardedFor: 'unknown', trustedHops: 1 }) // => '10.0.0.1'
 * countedIp({ peer: undefined, forwardedFor: undefined, trustedHops: 0 }) // => undefined
 * ```
 */
export function countedIp(hops: Hops): string | undefined {
  const own = clientIp(hops)
  if (own !== undefined || hops.trustedHops === 0) return own
  for (const address of believedAddresses(hops)) {
    const ip = normalIp(withoutPort(address))
    if (ip !== undefined) return ip
  }
  return undefined
}

/** The addresses that our own proxies saw: that of the outermost proxy first, the peer last. */
function believedAddresses({ peer = '', forwardedFor = '', trustedHops }: Hops): string[] {
  const seen = [...forwardedFor.split(',').filter((part) => part.trim() !== ''), peer]
  return seen.slice(Math.max(0, seen.length - 1 - trustedHops))
}

/** Changes an address according to the policy; undefined means: do not store it. */
export function applyIpPolicy(address: string | undefined, policy: IpPolicy): string | undefined {
  if (address === undefined || policy === 'drop') return undefined
  return policy === 'keep' ? address : truncateIp(address)
}
