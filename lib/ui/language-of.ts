import { parse } from 'hono/utils/cookie'
import { preferredLanguage } from '#lib/http/preferred-language.ts'
import { isLanguage, type Language } from '#lib/text/language.ts'

/** The cookie in which a browser keeps the language that its user chose. */
export const LANGUAGE_COOKIE = 'language'

// A browser sends at most 4,096 bytes per cookie; strangers may send more.
const COOKIES_LENGTH_MAX = 16_384

/**
 * The language in which a page is shown: the one that was chosen on a page, else the one that the browser prefers.
 *
 * @example
 * ```ts
 * languageOf(new Headers({ 'accept-language': 'de-AT' })) // => 'de'
 * languageOf(new Headers({ 'accept-language': 'de-AT', cookie: 'language=en' })) // => 'en'
 * ```
 */
export function languageOf(headers: Headers): Language {
  const cookies = (headers.get('cookie') ?? '').slice(0, COOKIES_LENGTH_MAX)
  const chosen = parse(cookies, LANGUAGE_COOKIE)[LANGUAGE_COOKIE]
  return isLanguage(chosen) ? chosen : preferredLanguage(headers.get('accept-language') ?? '')
}
