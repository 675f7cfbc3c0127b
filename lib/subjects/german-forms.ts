import { foldKeyword } from '#lib/subjects/fold-keyword.ts'
import {
  IRREGULAR_PLURALS,
  NO_GERMAN_PLURALS,
  NO_GERMAN_WORDS,
  ONLY_WITH_UMLAUT,
  PLURALS_IN_EN,
  PLURALS_IN_ER,
  PLURALS_IN_N,
  SHORT_PLURALS_IN_E,
  TWO_VOWELS,
} from '#lib/subjects/word-lists.ts'

/** From so many letters on, a word in -e is taken for a plural, unless it is listed as none. */
const LONG = 7
const LENGTH_MIN = 4
/** Shorter words in -n are hardly ever plurals. */
const N_LENGTH_MIN = 5
/** What stands before a listed ending, in a compound, has at least so many letters: "Preise" is no kind of "Reise". */
const PREFIX_LENGTH_MIN = 2

const noPlurals = new Set([...NO_GERMAN_PLURALS, ...NO_GERMAN_PLURALS.map(foldKeyword), ...NO_GERMAN_WORDS])
const onlyWithUmlaut = new Set(ONLY_WITH_UMLAUT)
const irregular = endingsOf([...IRREGULAR_PLURALS.keys()])
const pluralInEr = endingsOf(orPlain(PLURALS_IN_ER))
const shortPluralInE = endingsOf(orPlain(SHORT_PLURALS_IN_E))
const pluralInN = new Set(PLURALS_IN_N)
const pluralInEn = endingsOf(orPlain(PLURALS_IN_EN))
// The singular has no umlaut: "Hauses" is of "Haus", whose plural is "Häuser".
const withGenitive = endingsOf([
  ...PLURALS_IN_ER.map((plural) => `${foldKeyword(plural.slice(0, -2))}es`),
  ...SHORT_PLURALS_IN_E.map((plural) => `${foldKeyword(plural.slice(0, -1))}es`),
])

/**
 * What a German noun in small letters may be a plural or a case of, folded, the likeliest first; the word itself where it
 * looks like none. It goes by endings, and by lists of the words whose endings would mislead.
 *
 * @example
 * ```ts
 * germanForms('fahrräder') // => ['fahrrad']
 * germanForms('katzen') // => ['katze']
 * germanForms('messer') // => ['messer']
 * ```
 */
export function germanForms(written: string): string[] {
  const word = withUmlauts(written.replaceAll('ß', 'ss'))
  return (word.length < LENGTH_MIN || noPlurals.has(word) ? [word] : formsOf(word)).map(foldKeyword)
}

function formsOf(word: string): string[] {
  const singular = irregularForm(word)
  if (singular !== undefined) return [singular]
  if (word.endsWith('ern') && isPluralInEr(without(word, 1))) return [without(word, 3)]
  if (isPluralInEr(word) || withGenitive(word) !== undefined) return [without(word, 2)]
  if (isPluralInE(word)) return [without(word, 1)]
  if (word.length < N_LENGTH_MIN) return [word]
  // Lehrerinnen, but not Spinnen.
  if (/.{4}innen$/u.test(word)) return [without(word, 3)]
  if (/e[lr]n$/u.test(word)) return [without(word, 1)]
  return word.endsWith('en') ? formsInEn(word) : [word]
}

/** Of "Busse" and "Bussen" it is "Bus". */
function irregularForm(word: string): string | undefined {
  const plural = word.endsWith('ssen') ? without(word, 1) : word
  const odd = irregular(plural)
  return odd === undefined ? undefined : without(plural, odd.length) + (IRREGULAR_PLURALS.get(odd) ?? '')
}

/** Of "Betten" it is "Bett", of "Katzen" it is "Katze", of "Tischen" it is "Tisch"; of a long unknown one any. */
function formsInEn(word: string): string[] {
  const [withE, withoutE] = [without(word, 1), without(word, 2)]
  if (pluralInN.has(word)) return [withE]
  if (pluralInEn(word) !== undefined || shortPluralInE(withE) !== undefined) return [withoutE]
  return isPluralInE(withE) ? [withE, withoutE] : [withE]
}

function isPluralInEr(word: string): boolean {
  return pluralInEr(word) !== undefined && !noPlurals.has(word)
}

function isPluralInE(word: string): boolean {
  if (!word.endsWith('e') || noPlurals.has(word)) return false
  return word.length >= LONG || shortPluralInE(word) === word
}

/** Those who have no ä, ö, ü write ae, oe, ue; where these are two vowels, a list says so. */
function withUmlauts(word: string): string {
  if (TWO_VOWELS.some((part) => word.includes(part))) return word
  return word.replaceAll(
    /(?<![aeiouäöüq])(?:ae|oe|ue)(?=u?[^aeiouyäöü])(?!s$)/gu,
    (pair) => UMLAUTS[pair] ?? pair,
  )
}

const UMLAUTS: Readonly<Record<string, string>> = { ae: 'ä', oe: 'ö', ue: 'ü' }

function without(word: string, count: number): string {
  return word.slice(0, word.length - count)
}

/** Many type no umlauts, and older versions kept keywords without. */
function orPlain(list: readonly string[]): string[] {
  return [...list, ...list.map(foldKeyword).filter((plain) => !onlyWithUmlaut.has(plain))]
}

/** Finds the longest of some endings that a word has, be it all of it. */
function endingsOf(list: readonly string[]): (word: string) => string | undefined {
  const endings = new Set(list)
  const longest = Math.max(...list.map(({ length }) => length))
  return (word) => {
    if (endings.has(word)) return word
    for (let at = Math.max(PREFIX_LENGTH_MIN, word.length - longest); at < word.length; at += 1) {
      const ending = word.slice(at)
      if (endings.has(ending)) return ending
    }
    return undefined
  }
}
