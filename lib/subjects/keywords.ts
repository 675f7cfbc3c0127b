/**
 * Folds a keyword so that spellings of one word meet: compatibility forms, case and Latin accents go, spaces
 * collapse; a leading `#` stays. Unicode NFKD without U+0300–U+036F, then NFC (UAX #15): vowel signs of other scripts stay.
 *
 * @example
 * ```ts
 * foldKeyword('  Fahrräder ') // => 'fahrrader'
 * foldKeyword('#POI') // => '#poi'
 * ```
 */
export function foldKeyword(keyword: string): string {
  return keyword
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]+/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/ß/gu, 'ss')
    .replace(/\s+/gu, ' ')
    .trim()
}

/**
 * Folds all, drops empty ones and doubles, keeps the order.
 *
 * @example
 * ```ts
 * foldKeywords(['Bike', ' bike', '']) // => ['bike']
 * ```
 */
export function foldKeywords(keywords: readonly string[]): string[] {
  return [...new Set(keywords.map(foldKeyword))].filter((keyword) => keyword !== '')
}
