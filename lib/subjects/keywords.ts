import { foldKeyword } from '#lib/subjects/fold-keyword.ts'

/**
 * Keywords as people wrote them, without spaces around and without doubles: of several spellings of one word the first stays.
 *
 * @example
 * ```ts
 * tidyKeywords(['Fahrräder ', 'FAHRRADER', '', '#POI']) // => ['Fahrräder', '#POI']
 * ```
 */
export function tidyKeywords(keywords: readonly string[]): string[] {
  const byFolded = new Map<string, string>()
  for (const keyword of keywords) {
    const folded = foldKeyword(keyword)
    if (folded !== '' && !byFolded.has(folded)) byFolded.set(folded, keyword.replace(/\s+/gu, ' ').trim())
  }
  return [...byFolded.values()]
}
