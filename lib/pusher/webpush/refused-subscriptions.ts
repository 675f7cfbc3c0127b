import { LRUCache } from 'lru-cache'

/** Tells a subscription that a push service refuses from an account that it refuses. */
export interface RefusedSubscriptions {
  /** Notes that the push service of an address accepted a message. */
  noteAccepted(address: string): void
  /** Notes a refusal; true when the push service accepted another message since it refused this subscription before. */
  noteRefused(address: string): boolean
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
  let count = 0
  return {
    noteAccepted(address) {
      accepted.set(new URL(address).origin, ++count)
      refused.delete(address)
    },
    noteRefused(address) {
      const before = refused.get(address)
      if (before !== undefined && (accepted.get(new URL(address).origin) ?? 0) > before) return true
      refused.set(address, ++count)
      return false
    },
  }
}
