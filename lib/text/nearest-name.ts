import { distance } from 'fastest-levenshtein'

/** Shorter names are similar to too many others: for them only case and separators are ignored. */
const LENGTH_MIN = 4
/** Longer names are not compared, to limit the time. */
const LENGTH_MAX = 40
/** Names of at least this length may have two mistakes, shorter ones one. */
const TWO_MISTAKES_LENGTH_MIN = 6
const ID_SUFFIX = /ids?$/u

/**
 * Finds the known name that a misspelt name most likely means: it differs in case or separators, has extra, missing, wrong or
 * swapped letters, is only the first word, or has the suffix "id". Undefined if no known name is similar.
 *
 * @example
 * ```ts
 * nearestName('validuntil', ['validFrom', 'validUntil']) // => 'validUntil'
 * nearestName('radius', ['radiusMeters']) // => 'radiusMeters'
 * nearestName('colour', ['title', 'text']) // => undefined
 * ```
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (name.length > LENGTH_MAX) return undefined
  const plain = plainOf(name)
  const near = known.filter((each) => isNear(plain, each))
  return near.toSorted((a, b) => distance(plain, plainOf(a)) - distance(plain, plainOf(b)))[0]
}

function isNear(plain: string, known: string): boolean {
  const meant = plainOf(known)
  if (plain === meant) return true
  if (plain.length < LENGTH_MIN || meant.length < LENGTH_MIN) return false
  return isMisspelt(plain, meant) || firstWordOf(known) === plain || plain.replace(ID_SUFFIX, '') === meant
}

function isMisspelt(plain: string, meant: string): boolean {
  const length = Math.max(plain.length, meant.length)
  const difference = Math.abs(plain.length - meant.length)
  if (difference > 2) return false
  const mistakes = distance(plain, meant)
  // Two swapped letters count as one mistake.
  if (mistakes === 2 && difference === 0 && sortedLetters(plain) === sortedLetters(meant)) return true
  // Two words of four letters that differ in one letter are usually different words: "text" and "next".
  if (length === LENGTH_MIN && difference === 0) return false
  return mistakes <= (Math.min(plain.length, meant.length) < TWO_MISTAKES_LENGTH_MIN ? 1 : 2)
}

function plainOf(name: string): string {
  return name.replaceAll(/[-_. ]/gu, '').toLowerCase()
}

function firstWordOf(name: string): string {
  return (/^[a-z]+/u.exec(name)?.[0] ?? '').toLowerCase()
}

function sortedLetters(text: string): string {
  return text.split('').sort().join('')
}
