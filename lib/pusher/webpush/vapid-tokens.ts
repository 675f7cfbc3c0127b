import { sign } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { VapidKey } from '#lib/pusher/webpush/vapid-keys.ts'

/** Makes the value of the header `Authorization` for a push service (RFC 8292). */
export type VapidTokens = (key: VapidKey, origin: string) => string

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
  const known = new LRUCache<string, string>({ max: TOKENS_MAX, ttl: USE_MS })

  return function tokenFor(key, origin) {
    const name = `${origin} ${key.publicKey}`
    const token = known.get(name) ?? tokenOf(key, origin, subject)
    if (!known.has(name)) known.set(name, token)
    return token
  }
}

/** A JSON Web Token with ES256 (RFC 7515), as RFC 8292 wants it. */
function tokenOf({ publicKey, privateKey: key }: VapidKey, aud: string, sub: string): string {
  const exp = Math.floor(Date.now() / 1_000) + LIFE_SECONDS
  const text = [
    { typ: 'JWT', alg: 'ES256' },
    { aud, exp, sub },
  ]
    .map(encode)
    .join('.')
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' })
  return `vapid t=${text}.${signature.toString('base64url')}, k=${publicKey}`
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
