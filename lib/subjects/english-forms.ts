import pluralize from 'pluralize'
import { ENGLISH_IRREGULARS, NO_PLURALS_IN_S, WORDS_IN_OE } from '#lib/subjects/word-lists.ts'

const LENGTH_MIN = 3

const noPlurals = new Set(NO_PLURALS_IN_S)
const inOe = new Set(WORDS_IN_OE)

/** Endings of plurals that belong to two endings of singulars, both of which there are: parties and cookies. */
const AMBIGUOUS: readonly (readonly [plural: RegExp, singulars: readonly string[]])[] = [
  [/(?<=..)ies$/u, ['y', 'ie']],
  [/(?<=..)ches$/u, ['ch', 'che']],
  // Statuses and excuses; "houses" has one singular only.
  [/(?<=[^aeou])uses$/u, ['us', 'use']],
  [/(?<=.[^aou])ises$/u, ['is', 'ise']],
  [/(?<=.)tzes$/u, ['tz']],
  [/(?<=.)teeth$/u, ['tooth']],
  [/(?<=.)feet$/u, ['foot']],
]

/**
 * What an English noun may be the plural of, folded as it came, the likeliest first; the word itself where it is none.
 * A plural may belong to several words.
 *
 * @example
 * ```ts
 * englishForms('bikes') // => ['bike']
 * englishForms('leaves') // => ['leaf', 'leave']
 * englishForms('cookies') // => ['cooky', 'cookie']
 * englishForms('news') // => ['news']
 * ```
 */
export function englishForms(word: string): readonly string[] {
  if (word.length < LENGTH_MIN || noPlurals.has(word)) return [word]
  const irregular = ENGLISH_IRREGULARS.get(word)
  if (irregular !== undefined) return irregular
  const singular = pluralize.singular(word)
  const rule = AMBIGUOUS.find(([plural]) => plural.test(word))
  // Where the library leaves the word as it is, it knows it as none: species, series.
  if (rule !== undefined && (singular !== word || !word.endsWith('s'))) {
    const [plural, singulars] = rule
    return [...new Set([...singulars.map((ending) => word.replace(plural, ending)), singular])].filter(
      (form) => form !== word,
    )
  }
  // The library knows a few words in -o only: heroes, but not zeroes.
  return singular.endsWith('oe') && word.endsWith('oes') && !isInOe(singular)
    ? [singular.slice(0, -1)]
    : [singular]
}

function isInOe(word: string): boolean {
  return inOe.has(word) || word.endsWith('shoe')
}
