import { LRUCache } from 'lru-cache'
import { applyIpPolicy, countedIp, seenAddress, type IpPolicy } from '#lib/privacy/client-ip.ts'
import { isWithin, type Network } from '#lib/privacy/networks.ts'
import { subscriberOf } from '#lib/privacy/subscriber-of.ts'
import { normalIp } from '#lib/privacy/truncate-ip.ts'
import { withoutPort } from '#lib/privacy/without-port.ts'
import { fullBucket, type Bucket, type Rate } from '#lib/rates/token-bucket.ts'

/** The client address of a call. */
export interface ClientAddress {
  /** The address as IP_POLICY stores it; undefined if it is not stored. */
  readonly stored: string | undefined
  /** The full address (/64 of IPv6). It stays in memory only. */
  readonly subscriber: string
  /** The rate of the subscriber in this process. */
  readonly bucket: Bucket
}

/** Finds the client address of a call. */
export type FindAddress = (peer: string | undefined, headers: Headers) => ClientAddress

/** Options: which headers name the client, and what is stored. */
export interface ClientAddressOptions {
  readonly ipPolicy: IpPolicy
  readonly trustedHops: number
  /** Networks of machines that may name the client's address in `X-Push-Ip`. */
  readonly trustedPeers: readonly Network[]
  /** Rate of one subscriber. */
  readonly rate: Rate
}

/** Header in which a trusted peer names the client. */
const TOLD_HEADER = 'x-push-ip'

/** The value that edge/web sends if it does not know the address of a client. */
const UNKNOWN = 'unknown'

const REMEMBERED_ADDRESSES_MAX = 20_000
const REMEMBERED_PEERS_MAX = 1_000

/**
 * Opens the finder of client addresses. It caches them, because the same phones call again and again. An evicted bucket is full
 * again when its address returns. An attacker gains nothing by that: with so many addresses none is needed twice.
 */
export function openClientAddresses(options: ClientAddressOptions): FindAddress {
  const { ipPolicy, trustedHops, trustedPeers, rate } = options
  const addresses = new LRUCache<string, ClientAddress>({ max: REMEMBERED_ADDRESSES_MAX })
  const buckets = new LRUCache<string, Bucket>({ max: REMEMBERED_ADDRESSES_MAX })
  const trusted = new LRUCache<string, boolean>({ max: REMEMBERED_PEERS_MAX })

  function bucketOf(subscriber: string): Bucket {
    let bucket = buckets.get(subscriber)
    if (bucket === undefined) {
      bucket = fullBucket(rate, performance.now())
      buckets.set(subscriber, bucket)
    }
    return bucket
  }

  function read(text: string): ClientAddress | undefined {
    const known = addresses.get(text)
    if (known !== undefined) return known
    const subscriber = subscriberOf(text)
    if (subscriber === undefined) return undefined
    const stored = applyIpPolicy(normalIp(text), ipPolicy)
    const address = { stored, subscriber, bucket: bucketOf(subscriber) }
    addresses.set(text, address)
    return address
  }

  function isTrusted(peer: string): boolean {
    let is = trusted.get(peer)
    if (is === undefined) trusted.set(peer, (is = isWithin(peer, trustedPeers)))
    return is
  }

  // An unreadable address is not stored. Its calls count against the rate of the proxy that forwarded them.
  function unreadable(proxy: string | undefined): ClientAddress {
    const subscriber = (proxy === undefined ? undefined : subscriberOf(proxy)) ?? UNKNOWN
    return { stored: undefined, subscriber, bucket: bucketOf(subscriber) }
  }

  function told(peer: string | undefined, headers: Headers): string | undefined {
    if (trustedPeers.length === 0 || peer === undefined || !isTrusted(peer)) return undefined
    const address = headers.get(TOLD_HEADER)
    return address === null ? undefined : withoutPort(address)
  }

  return function find(peer, headers) {
    const forwardedFor = trustedHops === 0 ? undefined : (headers.get('x-forwarded-for') ?? undefined)
    const hops = { peer, forwardedFor, trustedHops }
    const named = told(peer, headers)
    const known = named === undefined ? undefined : read(named)
    if (known !== undefined) return known
    return (named === UNKNOWN ? undefined : read(seenAddress(hops))) ?? unreadable(countedIp(hops))
  }
}
