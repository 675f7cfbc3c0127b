import { distance } from 'fastest-levenshtein'

/** Longer words are not compared, to limit the time. */
const LENGTH_MAX = 40
/** From these lengths on, a word may have so many mistakes: a shorter one would be similar to too many others. */
const MISTAKES_MAX = [
  { length: 12, mistakes: 3 },
  { length: 6, mistakes: 2 },
  { length: 4, mistakes: 1 },
  { length: 3, mistakes: 0.5 },
] as const
/** The parts of a word that are looked for as prefixes: its mistakes are behind one of them. */
const SHARES = [1, 3 / 4, 1 / 2]
const PREFIX_LENGTH_MIN = 2

/**
 * How many mistakes somebody made who meant a word, and wrote the most similar of some others; undefined when it is similar to none of
 * them. What was written may also be only the beginning of the word; this counts as half a mistake. All of them are folded.
 *
 * @example
 * ```ts
 * mistakesIn('fahrrad', ['fahrad', 'auto']) // => 1
 * mistakesIn('fahrrad', ['fahrr']) // => 0.5
 * mistakesIn('fahrrad', ['auto']) // => undefined
 * ```
 */
export function mistakesIn(meant: string, written: readonly string[]): number | undefined {
  const counts = written.flatMap((word) => {
    const max = MISTAKES_MAX.find(({ length }) => word.length >= length)?.mistakes
    if (max === undefined || word.length > LENGTH_MAX || meant.length > LENGTH_MAX) return []
    const fewest = Math.min(distance(meant, word), distance(meant.slice(0, word.length), word) + 0.5)
    return fewest <= max ? [fewest] : []
  })
  return counts.length === 0 ? undefined : Math.min(...counts)
}

/**
 * The beginnings of a word by which similar ones are found, the longest first.
 *
 * @example
 * ```ts
 * prefixesOf('fahrad') // => ['fahrad', 'fahra', 'fah']
 * prefixesOf('f') // => []
 * ```
 */
export function prefixesOf(word: string): string[] {
  // By characters: a half of one begins no word.
  const characters = Array.from(word).slice(0, LENGTH_MAX)
  const lengths = new Set(SHARES.map((share) => Math.ceil(characters.length * share)))
  return [...lengths]
    .filter((length) => length >= PREFIX_LENGTH_MIN)
    .map((length) => characters.slice(0, length).join(''))
}
