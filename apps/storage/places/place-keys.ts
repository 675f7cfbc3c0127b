import { foldKeyword } from '#lib/subjects/fold-keyword.ts'

/** What people write who have no key for these letters. */
const SPELLED_OUT: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' }
const NEITHER_LETTER_NOR_DIGIT = /[^\p{L}\p{M}\p{N}]+/gu
const SAINT = /\b(?:sankt|saint)\b/gu

/**
 * The keys by which a name of a place is stored and looked up. The tables hold the keys of each name; a place is found when a key of
 * the question is one of them, or begins one. So case, accents, hyphens and brackets make no difference, ü is found as u and as ue,
 * and "St." as "Sankt".
 */
export function placeKeys(name: string): string[] {
  const plain = keyOf(name)
  const spelledOut = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[äöüøå]/gu, (letter) => SPELLED_OUT[letter] ?? letter)
  return [...new Set([plain, keyOf(spelledOut), plain.replace(SAINT, 'st')])].filter((key) => key !== '')
}

function keyOf(name: string): string {
  return foldKeyword(name).replace(NEITHER_LETTER_NOR_DIGIT, ' ').trim()
}
