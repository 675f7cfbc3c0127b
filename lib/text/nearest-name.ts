import { distance } from 'fastest-levenshtein'

/** Shorter names are near too many others: there only case and separators are forgiven. */
const LENGTH_MIN = 4
/** Nobody misspells a longer one; it would cost much to compare. */
const LENGTH_MAX = 40
/** Names of as many letters may have two mistakes, shorter ones one. */
const TWO_MISTAKES_LENGTH_MIN = 6
const ID_SUFFIX = /ids?$/u

/**
 * The known name that a name is most likely meant to be: another case or separator, a letter more, less, wrong or swapped,
 * only its first word, or with "id" behind it. Undefined when it looks like none of them.
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
  // Two letters that were swapped count as one mistake.
  if (mistakes === 2 && difference === 0 && sortedLetters(plain) === sortedLetters(meant)) return true
  // Words of four letters, one of which differs, are mostly two words: "text" and "next".
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
