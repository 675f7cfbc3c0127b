import { coarseBlock } from '#lib/geo/coarse-block.ts'
import type { Point } from '#lib/geo/point.ts'
import type { SubjectStore } from '#lib/store/subjects.ts'
import type { SubjectKind } from '#lib/subjects/choices.ts'
import { foldKeyword } from '#lib/subjects/fold-keyword.ts'
import { keysOf } from '#lib/subjects/matching-keys.ts'
import { countKeywords } from './count-keywords.ts'
import { mistakesIn, prefixesOf } from './mistakes-in.ts'

/** So many keywords are suggested at most. */
export const SUGGESTED_MAX = 5

/** So many of the words that were asked for get suggestions. */
const ASKED_MAX = 3
/** So many words are read for each prefix. */
const WORDS_MAX = 50
/** So many of the most similar words are looked for in the list. */
const LIKELY_MAX = 20
/** So many of what has one of them are counted, as in the list of keywords. */
const COUNTED_MAX = 200

/** A list that found nothing. */
export interface EmptyList {
  readonly kind: SubjectKind
  /** What was asked for, as it was written. */
  readonly words: readonly string[]
  /** Where; everywhere if it is absent. */
  readonly near?: Point | undefined
}

/**
 * Keywords that what is live near by has, and that are similar to those for which a list found nothing; the most similar first. What
 * counts, and from how many people on, is as in the list of keywords.
 */
export async function suggestKeywords(
  { kind, words, near }: EmptyList,
  subjects: Pick<SubjectStore, 'words' | 'list'>,
): Promise<string[]> {
  const asked = [...new Set(words.map(foldKeyword))].filter((word) => word !== '').slice(0, ASKED_MAX)
  const known = new Set(words.flatMap((word) => keysOf(word)))
  const mistakes = new Map<string, number>()
  const readAll = async (word: string) => {
    for (const prefix of prefixesOf(word)) {
      for (const read of await subjects.words(prefix, WORDS_MAX)) {
        const fewest = known.has(read) ? undefined : mistakesIn(read, asked)
        if (fewest !== undefined) mistakes.set(read, fewest)
      }
    }
  }
  await Promise.all(asked.map(readAll))
  const likely = [...mistakes.keys()].toSorted(byMistakes(mistakes)).slice(0, LIKELY_MAX)
  if (likely.length === 0) return []
  const area = near && { box: coarseBlock(near) }
  const page = await subjects.list({ kind, keywords: likely, area, liveAt: Date.now(), limit: COUNTED_MAX })
  const found = kind === 'offer' ? { offers: page.items, searches: [] } : { offers: [], searches: page.items }
  return countKeywords(likely, found)
    .map(({ keyword }) => keyword)
    .toSorted((a, b) => byMistakes(mistakes)(foldKeyword(a), foldKeyword(b)))
    .slice(0, SUGGESTED_MAX)
}

function byMistakes(mistakes: ReadonlyMap<string, number>) {
  return (a: string, b: string): number => (mistakes.get(a) ?? Infinity) - (mistakes.get(b) ?? Infinity)
}
