import pluralize from 'pluralize'
import { ENGLISH_IRREGULARS, NO_PLURALS_IN_S } from '#lib/subjects/word-lists.ts'

const LENGTH_MIN = 3

const noPlurals = new Set(NO_PLURALS_IN_S)

/**
 * The singular of an English noun, folded as it came; the word itself where it is none.
 *
 * @example
 * ```ts
 * englishForm('bikes') // => 'bike'
 * englishForm('children') // => 'child'
 * englishForm('news') // => 'news'
 * ```
 */
export function englishForm(word: string): string {
  if (word.length < LENGTH_MIN || noPlurals.has(word)) return word
  return ENGLISH_IRREGULARS.get(word) ?? pluralize.singular(word)
}
