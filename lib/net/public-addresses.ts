import { lookup } from 'node:dns/promises'
import { LRUCache } from 'lru-cache'
import { isPublicAddress } from '#lib/net/is-public-address.ts'

/** Finds all addresses of a host. */
export type Resolve = (host: string) => Promise<readonly string[]>

/** The addresses of a host that may be called, or the reason why none may. */
export type Resolved =
  | { readonly addresses: readonly string[] }
  | { readonly addresses?: undefined; readonly refusal: string }

/** How long the addresses of a host are used before it is looked up again. */
const KEEP_MS = 30_000
const HOSTS_MAX = 2_000

/** Asks the resolver of the machine. */
export const askSystem: Resolve = async (host) =>
  (await lookup(host, { all: true })).map(({ address }) => address)

/**
 * Creates the look-up of hosts from outside. A host with one address that is not public is refused as a whole: it could be meant to
 * reach our own network. The caller connects to the addresses of the answer, so that a host cannot change them after this check.
 */
export function openPublicAddresses(resolve: Resolve = askSystem): (host: string) => Promise<Resolved> {
  const known = new LRUCache<string, Promise<Resolved>>({ max: HOSTS_MAX, ttl: KEEP_MS })

  async function find(host: string): Promise<Resolved> {
    const addresses = await resolve(host)
    if (addresses.length === 0) throw new Error(`Cannot find "${host}": it has no address`)
    const isRefused = addresses.some((address) => !isPublicAddress(address))
    return isRefused ? { refusal: `"${host}" has an address that is not public` } : { addresses }
  }

  return function publicAddressesOf(host) {
    const before = known.get(host)
    if (before !== undefined) return before
    const found = find(host)
    known.set(host, found)
    // A failure is not kept: the next call asks again.
    found.catch(() => known.delete(host))
    return found
  }
}
