import type { KeyRing } from '#lib/auth/key-file.ts'
import { openMailLinks } from '#lib/auth/mail-links.ts'
import type { MessageLinks } from './compose-message.ts'

/** The links of messages on a front end; `unsubscribe-post.ts` does what the pages of acts say. */
export function openMessageLinks(keys: Pick<KeyRing, 'accounts'>, publicUrl: string): MessageLinks {
  const links = openMailLinks(keys)
  return {
    publicUrl,
    actPage: async (claims) =>
      new URL(`/unsubscribe/${await links.seal(claims, Date.now())}`, publicUrl).href,
  }
}
