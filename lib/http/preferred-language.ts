import { parseAccept } from 'hono/utils/accept'
import { isLanguage, type Language } from '#lib/text/language.ts'

// Longer than any browser sends; other clients may send as much as a header can hold.
const HEADER_LENGTH_MAX = 1_000

/**
 * The best of our languages for an Accept-Language header; English when it names none of them.
 *
 * @example
 * ```ts
 * preferredLanguage('fr, de-AT;q=0.8, en;q=0.5') // => 'de'
 * preferredLanguage('en;q=0.9, de;q=0') // => 'en'
 * ```
 */
export function preferredLanguage(acceptLanguage: string): Language {
  for (const { type, q } of parseAccept(acceptLanguage.slice(0, HEADER_LENGTH_MAX))) {
    const [language] = type.toLowerCase().split('-')
    if (q > 0 && isLanguage(language)) return language
  }
  return 'en'
}
