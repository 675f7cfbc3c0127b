import type { Language } from '#lib/text/language.ts'
import { de } from './de.ts'
import { en } from './en.ts'

/** The texts of notifications in one language. A text that is missing in a language is a type error. */
export type Texts = typeof en

const TEXTS: Readonly<Record<Language, Texts>> = { en, de }

/** The texts of notifications in a language. */
export function textsIn(language: Language): Texts {
  return TEXTS[language]
}
