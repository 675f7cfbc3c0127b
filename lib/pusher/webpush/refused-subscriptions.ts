import { LRUCache } from 'lru-cache'

/** Tells a subscription that a push service refuses from an account that it refuses. */
export interface RefusedSubscriptions {
  /** Notes that the push service of an address accepted a message. */
  noteAccepted(address: string): void
  /**
   * Notes a refusal, and says what it means. `gone`: the push service accepted another message since it refused this subscription before.
   * `later`: another push service did, so our account may be refused by this one only. `held`: nothing was accepted meanwhile.
   */
  noteRefused(address: string): 'gone' | 'later' | 'held'
}

const SUBSCRIPTIONS_MAX = 10_000
const ORIGINS_MAX = 1_000

/**
 * Creates the memory of refusals. A push service answers 401 or 403 when it refuses our account, and also when a browser
 * subscribed with the key of somebody else. Anybody can register such a subscription: it must not stop the channel for all.
 */
export function openRefusedSubscriptions(): RefusedSubscriptions {
  const refused = new LRUCache<string, number>({ max: SUBSCRIPTIONS_MAX })
  const accepted = new LRUCache<string, number>({ max: ORIGINS_MAX })
  let [count, lastAccepted] = [0, 0]
  return {
    noteAccepted(address) {
      lastAccepted = ++count
      accepted.set(new URL(address).origin, lastAccepted)
      refused.delete(address)
    },
    noteRefused(address) {
      const before = refused.get(address)
      if (before !== undefined && (accepted.get(new URL(address).origin) ?? 0) > before) return 'gone'
      const isOnlyHere = before !== undefined && lastAccepted > before
      refused.set(address, ++count)
      return isOnlyHere ? 'later' : 'held'
    },
  }
}
