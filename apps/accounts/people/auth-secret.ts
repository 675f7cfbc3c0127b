import type { KeyRing } from '#lib/auth/key-file.ts'

// Tokens begin with a header in base64, so none of them is ever signed as this text.
const LABEL = new TextEncoder().encode('pushtech: secret of sessions, version 1')

/**
 * A secret that sessions are signed with, for platforms that were given none: the same for all who hold the key file, for
 * an Ed25519 signature of one text is always the same, and nobody else can make it. It outlives rotations, until the first
 * of the keys is removed.
 */
export async function authSecret({ accounts }: KeyRing): Promise<string> {
  const { privateKey } = await accounts.first()
  const digest = await crypto.subtle.digest('SHA-256', await crypto.subtle.sign('Ed25519', privateKey, LABEL))
  return Buffer.from(digest).toString('base64url')
}
