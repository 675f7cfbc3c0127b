/** The languages of our pages and mails. */
export const LANGUAGES = ['en', 'de'] as const

/** A language of our pages and mails. */
export type Language = (typeof LANGUAGES)[number]

/** True when a text names a language of our pages and mails. */
export function isLanguage(text: unknown): text is Language {
  return (LANGUAGES as readonly unknown[]).includes(text)
}
