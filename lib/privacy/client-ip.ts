import { normalIp, truncateIp } from '#lib/privacy/truncate-ip.ts'

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
 * ```
 */
export function clientIp(hops: Hops): string | undefined {
  return normalIp(seenAddress(hops))
}

/**
 * The same address as the text that told it, whatever that is.
 *
 * @example
 * ```ts
 * seenAddress({ peer: '10.0.0.1', forwardedFor: 'unknown', trustedHops: 1 }) // => 'unknown'
 * ```
 */
export function seenAddress({ peer = '', forwardedFor, trustedHops }: Hops): string {
  if (trustedHops === 0 || forwardedFor === undefined) return peer
  const seen = [...forwardedFor.split(',').filter((part) => part.trim() !== ''), peer]
  return seen[Math.max(0, seen.length - 1 - trustedHops)] ?? peer
}

/** An address as the policy lets it be stored. */
export function applyIpPolicy(address: string | undefined, policy: IpPolicy): string | undefined {
  if (address === undefined || policy === 'drop') return undefined
  return policy === 'keep' ? address : truncateIp(address)
}
