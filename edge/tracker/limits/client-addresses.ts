import { LRUCache } from 'lru-cache'
import { applyIpPolicy, countedIp, seenAddress, type IpPolicy } from '#lib/privacy/client-ip.ts'
import { isWithin, type Network } from '#lib/privacy/networks.ts'
import { subscriberOf } from '#lib/privacy/subscriber-of.ts'
import { normalIp } from '#lib/privacy/truncate-ip.ts'
import { withoutPort } from '#lib/privacy/without-port.ts'
import { fullBucket, type Bucket, type Rate } from './token-bucket.ts'

/** Where a call came from. */
export interface ClientAddress {
  /** As IP_POLICY lets it be stored. */
  readonly stored: string | undefined
  /** Whose address it is, in full: kept in memory only, never told to anybody. */
  readonly subscriber: string
  /** What is left of the subscriber's rate in this process. */
  readonly bucket: Bucket
}

/** Finds where a call came from. */
export type FindAddress = (peer: string | undefined, headers: Headers) => ClientAddress

/** Whom to believe about where a call came from, and what of that may be kept. */
export interface ClientAddressOptions {
  readonly ipPolicy: IpPolicy
  readonly trustedHops: number
  /** Machines that are believed when they name the client. */
  readonly trustedPeers: readonly Network[]
  /** Rate of one subscriber. */
  readonly rate: Rate
}

/** Header in which a trusted peer names the client. */
const TOLD_HEADER = 'x-push-ip'

/** What edge/web says of a client whose address it cannot tell. */
const UNKNOWN = 'unknown'

const REMEMBERED_ADDRESSES_MAX = 20_000
const REMEMBERED_PEERS_MAX = 1_000

/**
 * Opens what finds where calls come from. The same phones call again and again: an address is read once. A bucket that is
 * forgotten after so many others would be full again, for whoever sends from so many addresses needs none of them twice.
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

  // Nothing of it is stored: whose address it is, nobody knows. Its calls count as those of the proxy that let it through.
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
