import { z } from '@hono/zod-openapi'
import { preferredLanguage } from '#lib/http/preferred-language.ts'
import { farewellText } from '../people/mail-texts.ts'
import type { ErasureOptions } from './erasure-options.ts'

/** The answer to a deletion. */
export const erasingSchema = z
  .object({
    erased_at: z.iso.datetime(),
    /** When the last copy of the events of the person's devices has expired. */
    copies_until: z.iso.datetime(),
    /** Stations that could not be reached yet; the platform retries them by itself. */
    pending: z.array(z.string()),
  })
  .openapi('Erasing')

/** Deletes an account and all data of its person, and mails the person a confirmation. */
export async function eraseAccount(
  { auth, eraser }: Pick<ErasureOptions, 'auth' | 'eraser'>,
  person: string,
  language: string,
): Promise<z.output<typeof erasingSchema>> {
  const account = await auth.accounts.find(person)
  const { erasedAt, copiesUntil, pending } = await auth.ender.all(person, () => eraser.erase(person))
  if (account !== undefined) {
    const mail = { to: account.email, ...farewellText(preferredLanguage(language), copiesUntil) }
    auth.mails.add(() => Promise.resolve(mail))
  }
  return {
    erased_at: new Date(erasedAt).toISOString(),
    copies_until: new Date(copiesUntil).toISOString(),
    pending: [...pending],
  }
}
