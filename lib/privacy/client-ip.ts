import { normalIp, truncateIp } from '#lib/privacy/truncate-ip.ts'
import { withoutPort } from '#lib/privacy/without-port.ts'

/** What becomes of client addresses before they are stored. */
export type IpPolicy = 'truncate' | 'keep' | 'drop'

/** What a request tells of where it came from. */
export interface Hops {
  /** Address of the peer of the connection. */
  readonly peer: string | undefined
  /** The X-Forwarded-For header: each proxy has added the address it saw at the right. */
  readonly forwardedFor: string | undefined
  /** Proxies of ours in front: so many addresses from the right are believed. */
  readonly trustedHops: number
}

/**
 * Address of the client as far as it can be believed: with no proxy of ours in front the peer, else the address that the
 * outermost of them saw.
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
 * The same address as the text that told it, whatever that is; without its port.
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
 * The address by which the calls of a client are counted and limited: its own, or where that cannot be read the one of the
 * nearest proxy whose address can. So clients without an address of their own do not hold up everybody else's.
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

/** What proxies of ours saw, the outermost one's first, the peer last. */
function believedAddresses({ peer = '', forwardedFor = '', trustedHops }: Hops): string[] {
  const seen = [...forwardedFor.split(',').filter((part) => part.trim() !== ''), peer]
  return seen.slice(Math.max(0, seen.length - 1 - trustedHops))
}

/** An address as the policy lets it be stored. */
export function applyIpPolicy(address: string | undefined, policy: IpPolicy): string | undefined {
  if (address === undefined || policy === 'drop') return undefined
  return policy === 'keep' ? address : truncateIp(address)
}
