import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import type { KeyRing } from '#lib/auth/key-file.ts'

/** A search or an offer that a link is about. */
export interface LinkSubject {
  readonly kind: 'search' | 'offer'
  readonly id: string
}

/** What a link says. */
export type MailLinkClaims =
  | { readonly act: 'no-mail'; readonly person: string }
  | { readonly act: 'mute' | 'delete'; readonly person: string; readonly subject: LinkSubject }

/** Seals what a link does into its token. Who has the token may do it, without a session. */
export interface MailLinks {
  /** A token that is valid for `LINK_DAYS`; the same for the same claims on one day. */
  seal(claims: MailLinkClaims, nowMs: number): Promise<string>
  /** The claims in a token; undefined when it is not ours, was altered, or has expired. */
  open(token: string, nowMs: number): Promise<MailLinkClaims | undefined>
}

/** Days that a link is valid, at least. */
export const LINK_DAYS = 180
/** Maximum number of characters of a token. */
export const LINK_TOKEN_LENGTH_MAX = 1_024

const DAY_MS = 86_400_000
const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32
// A token begins with a base64 header, so no token ever has this text.
const LABEL = new TextEncoder().encode('pushtech: secret of links in mails, version 1')

interface Secrets {
  readonly kid: string
  readonly cipher: Uint8Array
  readonly nonce: Uint8Array
}

/**
 * Opens the seal of links. Its secret is derived from the first signing key, as that of sessions: it is the same in all processes,
 * and survives rotations until that key is removed. Tokens are encrypted, so that they tell nothing of the person.
 */
export function openMailLinks({ accounts }: Pick<KeyRing, 'accounts'>): MailLinks {
  let known: Secrets | undefined

  async function secrets(): Promise<Secrets> {
    const { kid, privateKey } = await accounts.first()
    if (known?.kid !== kid) {
      // Ed25519 signatures are deterministic, and only the owner of the key can make them.
      const secret = new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, LABEL))
      const derive = (use: string) => new Uint8Array(hkdfSync('sha256', secret, '', use, KEY_BYTES))
      known = { kid, cipher: derive('cipher'), nonce: derive('nonce') }
    }
    return known
  }

  return {
    async seal(claims, nowMs) {
      const { cipher: key, nonce } = await secrets()
      const plain = Buffer.from(JSON.stringify(packed(claims, nowMs)))
      // Derived from the content, so that two different contents never share an IV.
      const iv = createHmac('sha256', nonce).update(plain).digest().subarray(0, IV_BYTES)
      const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES })
      const sealed = Buffer.concat([cipher.update(plain), cipher.final()])
      return Buffer.concat([iv, sealed, cipher.getAuthTag()]).toString('base64url')
    },
    async open(token, nowMs) {
      if (token.length > LINK_TOKEN_LENGTH_MAX || !/^[\w-]+$/u.test(token)) return undefined
      const { cipher: key } = await secrets()
      const bytes = Buffer.from(token, 'base64url')
      // Several spellings of base64 mean the same bytes: only ours is valid.
      if (bytes.length <= IV_BYTES + TAG_BYTES || bytes.toString('base64url') !== token) return undefined
      const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      })
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
      try {
        const plain = [decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]
        return unpacked(JSON.parse(Buffer.concat(plain).toString('utf8')), nowMs)
      } catch {
        // It is not ours. The caller does not say what is wrong with it.
        return undefined
      }
    },
  }
}

type Packed = readonly [act: string, untilDay: number, person: string, kind?: string, id?: string]

function packed(claims: MailLinkClaims, nowMs: number): Packed {
  const untilDay = Math.ceil(nowMs / DAY_MS) + LINK_DAYS
  return claims.act === 'no-mail'
    ? [claims.act, untilDay, claims.person]
    : [claims.act, untilDay, claims.person, claims.subject.kind, claims.subject.id]
}

/** The claims in an authentic content; undefined when it has expired. */
function unpacked([act, untilDay, person, kind, id]: Packed, nowMs: number): MailLinkClaims | undefined {
  if (nowMs >= untilDay * DAY_MS) return undefined
  if (act === 'no-mail') return { act, person }
  const isKnown = (act === 'mute' || act === 'delete') && (kind === 'search' || kind === 'offer')
  return isKnown && id !== undefined ? { act, person, subject: { kind, id } } : undefined
}
