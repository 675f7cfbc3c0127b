import type { KeyRing } from '#lib/auth/key-file.ts'

// A token begins with a base64 header, so no token ever has this text.
const LABEL = new TextEncoder().encode('pushtech: secret of sessions, version 1')

/**
 * Derives the secret that signs sessions, for platforms without AUTH_SECRET. All processes with the same key file get the same
 * secret, because the Ed25519 signature of a text is deterministic, and only the owner of the key can make it. The secret
 * survives rotations until the first key is removed.
 */
export async function authSecret({ accounts }: KeyRing): Promise<string> {
  const { privateKey } = await accounts.first()
  const digest = await crypto.subtle.digest('SHA-256', await crypto.subtle.sign('Ed25519', privateKey, LABEL))
  return Buffer.from(digest).toString('base64url')
}
