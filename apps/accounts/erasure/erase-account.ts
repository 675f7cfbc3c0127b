import { z } from '@hono/zod-openapi'
import { preferredLanguage } from '#lib/http/preferred-language.ts'
import { farewellText } from '../people/mail-texts.ts'
import type { ErasureOptions } from './erasure-options.ts'

/** What is answered to a deletion. */
export const erasingSchema = z
  .object({
    erased_at: z.iso.datetime(),
    /** When the last copy of what the person's devices sent has expired. */
    copies_until: z.iso.datetime(),
    /** What could not be reached yet; it is done without further asking. */
    pending: z.array(z.string()),
  })
  .openapi('Erasing')

/** Deletes an account and everything that is its person's, and mails the person what was done. */
export async function eraseAccount(
  { auth, eraser }: Pick<ErasureOptions, 'auth' | 'eraser'>,
  person: string,
  language: string,
): Promise<z.output<typeof erasingSchema>> {
  const account = await auth.accounts.find(person)
  const { erasedAt, copiesUntil, pending } = await auth.ender.all(person, () => eraser.erase(person))
  if (account !== undefined) {
    const mail = { to: account.email, ...farewellText(preferredLanguage(language), copiesUntil) }
    auth.mails.post(() => Promise.resolve(mail))
  }
  return {
    erased_at: new Date(erasedAt).toISOString(),
    copies_until: new Date(copiesUntil).toISOString(),
    pending: [...pending],
  }
}
