import { foldKeyword } from '#lib/subjects/fold-keyword.ts'
import { matchingKeys } from '#lib/subjects/matching-keys.ts'
import type { Subject } from '#lib/subjects/subject.ts'

/** Searches are counted from so many different people on: what one person looks for is not shown. */
export const SEARCHERS_MIN = 3

/** A keyword as people write it most often, and how many offers and searches have it in some form. */
export interface KeywordCount {
  readonly keyword: string
  readonly offers: number
  /** Absent if they are of fewer than `SEARCHERS_MIN` people. */
  readonly searches?: number
}

interface Counted {
  readonly offers: readonly Subject[]
  readonly searches: readonly Subject[]
}

/** How many of some offers and searches have each of these words, see `keysOf()`; the most frequent words first. */
export function countKeywords(words: readonly string[], { offers, searches }: Counted): KeywordCount[] {
  const [offersOf, searchesOf] = [byKey(offers), byKey(searches)]
  return words
    .flatMap((word) => {
      const own = offersOf.get(word) ?? []
      const sought = searchesOf.get(word) ?? []
      const shown = new Set(sought.map(({ owner }) => owner)).size < SEARCHERS_MIN ? [] : sought
      const keyword = spellingOf(word, [...own, ...shown])
      if (keyword === undefined) return []
      return [{ keyword, offers: own.length, ...(shown.length > 0 && { searches: shown.length }) }]
    })
    .toSorted((a, b) => totalOf(b) - totalOf(a))
}

function byKey(subjects: readonly Subject[]): Map<string, Subject[]> {
  const found = new Map<string, Subject[]>()
  for (const subject of subjects)
    for (const key of matchingKeys(subject)) found.set(key, [...(found.get(key) ?? []), subject])
  return found
}

/** The most frequent spelling of a word; none if nobody writes it: it is only the singular of what they write. */
function spellingOf(word: string, subjects: readonly Subject[]): string | undefined {
  const counts = new Map<string, number>()
  for (const { keywords } of subjects)
    for (const keyword of keywords)
      if (foldKeyword(keyword) === word) counts.set(keyword, (counts.get(keyword) ?? 0) + 1)
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0]
}

function totalOf({ offers, searches = 0 }: KeywordCount): number {
  return offers + searches
}
