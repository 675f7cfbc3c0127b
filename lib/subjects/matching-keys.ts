import { LRUCache } from 'lru-cache'
import { englishForms } from '#lib/subjects/english-forms.ts'
import { foldKeyword, plainKeyword } from '#lib/subjects/fold-keyword.ts'
import { germanForms } from '#lib/subjects/german-forms.ts'
import { LANGUAGES, type Language } from '#lib/subjects/choices.ts'
import type { Subject } from '#lib/subjects/subject.ts'

/**
 * Increase it when the functions in this file give other keys, those in `text-terms.ts` other terms, or a store derives more from a subject:
 * stores then compute all of this again.
 */
export const KEYS_VERSION = 5

/** Size of the cache: people use few different words. */
const CACHED_WORDS_MAX = 20_000
const cache = new LRUCache<string, readonly string[]>({ max: CACHED_WORDS_MAX })

/**
 * The keys of a keyword; two keywords meet when they have one in common. The first is the keyword folded, so that spellings
 * of one word always meet; the others are its singular, by the rules of a language, or of each where none is said.
 *
 * @example
 * ```ts
 * keysOf('Fahrräder') // => ['fahrrader', 'fahrrad']
 * keysOf('bikes', 'en') // => ['bikes', 'bike']
 * keysOf('lost cats') // => ['lost cats', 'lost cat']
 * keysOf('\u200b') // => []
 * ```
 */
export function keysOf(keyword: string, language?: Language): readonly string[] {
  const name = `${language ?? ''} ${keyword}`
  const known = cache.get(name)
  if (known !== undefined) return known
  const folded = foldKeyword(keyword)
  const languages = language === undefined ? LANGUAGES : [language]
  const keys =
    folded === '' ? [] : [...new Set([folded, ...languages.flatMap((each) => FORMS[each](keyword, folded))])]
  cache.set(name, keys)
  return keys
}

/** The fields from which the keys of a subject are computed. */
type Worded = Pick<Subject, 'keywords'> & { readonly language?: Language | undefined }

/**
 * The keys of all keywords of a subject: what stores find it by, and what the matching rule compares.
 *
 * @example
 * ```ts
 * matchingKeys({ keywords: ['Bikes', 'bike'] }) // => ['bikes', 'bike']
 * ```
 */
export function matchingKeys({ keywords, language }: Worded): string[] {
  return [...new Set(keywords.flatMap((keyword) => keysOf(keyword, language)))]
}

const FORMS: Readonly<Record<Language, (keyword: string, folded: string) => string[]>> = {
  de(keyword, folded) {
    const plain = plainKeyword(keyword)
    const forms = (plain.match(/\p{L}+/gu) ?? []).length === 1 ? [0, 1] : [0]
    return [
      ...forms.map((place) => foldKeyword(eachWord(plain, GERMAN, (word) => germanForms(word)[place]))),
      // Autos, Sofas, Handys: what is formed as in English is, in words of either language.
      eachWord(folded, ENGLISH, (word) =>
        englishForms(word).includes(word.slice(0, -1)) ? word.slice(0, -1) : word,
      ),
    ]
  },
  en: (_, folded) =>
    PLACES.map((place) =>
      eachWord(folded, ENGLISH, (word) => {
        const forms = englishForms(word)
        return forms[place] ?? forms[0]
      }),
    ),
}

/** An English plural belongs to at most three words: axes to axe, axis and ax. */
const PLACES = [0, 1, 2]

const GERMAN = /^[a-zäöüß]+$/u
const ENGLISH = /^[a-z]+$/u

function eachWord(text: string, letters: RegExp, formOf: (word: string) => string | undefined): string {
  return text.replaceAll(/\p{L}+/gu, (word) => (letters.test(word) ? (formOf(word) ?? word) : word))
}
