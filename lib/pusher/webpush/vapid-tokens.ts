import { SignJWT } from 'jose'
import { LRUCache } from 'lru-cache'
import type { VapidKey } from '#lib/pusher/webpush/vapid-keys.ts'

/** Makes the value of the header `Authorization` for a push service (RFC 8292). */
export type VapidTokens = (key: VapidKey, origin: string) => Promise<string>

/** Push services refuse tokens that live longer than 24 hours. */
const LIFE_SECONDS = 12 * 60 * 60
/** A token is used for this time, so that it is valid for hours when a push service receives it. */
const USE_MS = 6 * 60 * 60 * 1_000
const TOKENS_MAX = 500

/**
 * Creates the tokens for push services: each is for one origin, and is used again for hours.
 *
 * @param subject the address of the operator, `mailto:` or `https:`
 */
export function openVapidTokens(subject: string): VapidTokens {
  const known = new LRUCache<string, Promise<string>>({ max: TOKENS_MAX, ttl: USE_MS })

  return function tokenFor(key, origin) {
    const name = `${origin} ${key.publicKey}`
    const before = known.get(name)
    if (before !== undefined) return before
    const made = sign(key, origin, subject)
    known.set(name, made)
    made.catch(() => known.delete(name))
    return made
  }
}

async function sign({ publicKey, privateKey }: VapidKey, origin: string, subject: string): Promise<string> {
  const token = await new SignJWT({})
    .setProtectedHeader({ typ: 'JWT', alg: 'ES256' })
    .setAudience(origin)
    .setSubject(subject)
    .setExpirationTime(`${LIFE_SECONDS}s`)
    .sign(privateKey)
  return `vapid t=${token}, k=${publicKey}`
}
