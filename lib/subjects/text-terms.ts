import { stemmer as stemEnglish } from '@orama/stemmers/english'
import { stemmer as stemGerman } from '@orama/stemmers/german'
import { stopwords as englishStopWords } from '@orama/stopwords/english'
import { stopwords as germanStopWords } from '@orama/stopwords/german'
import { LRUCache } from 'lru-cache'
import { LANGUAGES, type Language } from '#lib/subjects/choices.ts'
import { plainKeyword } from '#lib/subjects/fold-keyword.ts'
import { keysOf } from '#lib/subjects/matching-keys.ts'
import type { Subject } from '#lib/subjects/subject.ts'

/** A subject has at most so many terms; those of its title and its keywords come first. */
const TERMS_MAX = 1_000
/** Of a longer word only this beginning counts. */
const WORD_LENGTH_MAX = 64

/** Size of the cache: most texts use the same words. */
const CACHED_WORDS_MAX = 20_000
const cache = new LRUCache<string, readonly string[]>({ max: CACHED_WORDS_MAX })

const STEM: Readonly<Record<Language, (word: string) => string>> = { de: stemGerman, en: stemEnglish }
const STOP_WORDS: Readonly<Record<Language, ReadonlySet<string>>> = {
  de: new Set(germanStopWords),
  // The list lacks "a", and what is left of words such as "it's" and "you'll".
  en: new Set([...englishStopWords, 'a', 's', 't', 'd', 'm', 'll', 're', 've']),
}
const WORDS = /[\p{L}\p{N}\p{M}]+/gu

/**
 * The terms of a text: the stems of its words, without the most frequent words of the language, or of both languages where none is said.
 * The stems are those of the keys of each word, see `keysOf()`. Increase `KEYS_VERSION` when they change.
 *
 * @example
 * ```ts
 * textTerms('Die blauen Fahrräder', 'de') // => ['blau', 'fahrrad']
 * textTerms("It's a repaired bike") // => ['repaired', 'repair', 'bik', 'bike']
 * ```
 */
export function textTerms(text: string, language?: Language): string[] {
  return [...new Set(wordsOf(text, language).flatMap((word) => termsOfWord(word, language)))]
}

/**
 * The terms by which a subject is found: of its title, its keywords, its place and its text.
 *
 * @example
 * ```ts
 * const fields = { title: 'Two bikes', keywords: ['Bike'], place: 'Leeds', text: 'with lights' }
 * subjectTerms({ ...fields, language: 'en' }) // => ['two', 'bike', 'leed', 'light']
 * ```
 */
export function subjectTerms({
  title,
  keywords,
  place,
  text,
  language,
}: Pick<Subject, 'title' | 'keywords' | 'place' | 'text' | 'language'>): string[] {
  return textTerms([title, ...keywords, place, text].join('\n'), language).slice(0, TERMS_MAX)
}

/**
 * For each word of a query the terms of which a subject must have one. The most frequent words do not count, unless there are no others.
 *
 * @example
 * ```ts
 * queryTerms('the running bikes') // => [['running', 'run'], ['bik', 'bike']]
 * queryTerms('!') // => []
 * ```
 */
export function queryTerms(q: string): readonly (readonly string[])[] {
  const wanted = groupsOf(wordsOf(q))
  return wanted.length > 0 ? wanted : groupsOf(allWordsOf(q))
}

/** The terms of each word; not of those without any, such as a combining mark alone, which nothing could have. */
function groupsOf(words: readonly string[]): (readonly string[])[] {
  return [...new Set(words)].map((word) => termsOfWord(word)).filter((terms) => terms.length > 0)
}

function wordsOf(text: string, language?: Language): string[] {
  const languages = language === undefined ? LANGUAGES : [language]
  return allWordsOf(text).filter((word) => !languages.some((each) => STOP_WORDS[each].has(word)))
}

function allWordsOf(text: string): string[] {
  return (plainKeyword(text).match(WORDS) ?? []).map((word) => word.slice(0, WORD_LENGTH_MAX))
}

function termsOfWord(word: string, language?: Language): readonly string[] {
  const name = `${language ?? ''} ${word}`
  const known = cache.get(name)
  if (known !== undefined) return known
  const languages = language === undefined ? LANGUAGES : [language]
  const terms = [...new Set(languages.flatMap((each) => keysOf(word, each).map((key) => STEM[each](key))))]
  cache.set(name, terms)
  return terms
}
