/** Languages our pages and mails are written in. */
export type Language = 'en' | 'de'

/**
 * The language of ours that an Accept-Language header likes best; English when it names none.
 *
 * @example
 * ```ts
 * preferredLanguage('fr, de-AT;q=0.8, en;q=0.5') // => 'de'
 * preferredLanguage('en;q=0.9, de;q=0') // => 'en'
 * ```
 */
export function preferredLanguage(acceptLanguage: string): Language {
  const [best] = acceptLanguage
    .split(',')
    .flatMap((part) => {
      const [, name, quality = '1'] = /^\s*(en|de)(?:-[\w-]*)?\s*(?:;\s*q=([\d.]+))?\s*$/iu.exec(part) ?? []
      const language: Language = name?.toLowerCase() === 'de' ? 'de' : 'en'
      return name === undefined || Number(quality) === 0 ? [] : [{ language, quality: Number(quality) }]
    })
    .sort((a, b) => b.quality - a.quality)
  return best?.language ?? 'en'
}
