import { SignJWT, type JWK } from 'jose'
import type { KeyRing } from '#lib/auth/key-file.ts'

/** What differs from a valid token of a person. */
export interface Forgery {
  readonly header?: Record<string, unknown>
  readonly claims?: Record<string, unknown>
  /** Which of our keys signs it. */
  readonly key?: keyof KeyRing
}

/** A person's token for storage, signed with our own key, except for the given differences. */
export async function forgeToken(
  keys: KeyRing,
  { header = {}, claims = {}, key = 'accounts' }: Forgery = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1_000)
  const { kid, privateKey } = await keys[key].signer()
  return new SignJWT({ role: 'person', sub: 'anna', aud: 'storage', iat: now, exp: now + 60, ...claims })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'person+jwt', kid, ...header })
    .sign(privateKey)
}

/** The public half of the key that a ring signs with for accounts, as anybody can read it. */
export async function publicJwkOf(ring: KeyRing): Promise<JWK> {
  const [jwk = {}] = await ring.accounts.publicJwks()
  return jwk
}

/** A part of a token, such as its header. */
export function encodePart(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}

/** A token signed with a public key as if it were a shared secret. */
export function signWithPublicKey(
  jwk: JWK,
  secret: Uint8Array,
  claims: Record<string, unknown>,
): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'person+jwt', ...(jwk.kid !== undefined && { kid: jwk.kid }) })
    .sign(secret)
}
