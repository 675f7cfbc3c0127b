import { distanceMeters } from '#lib/geo/distance.ts'
import type { Point } from '#lib/geo/point.ts'
import { openTopList } from './open-top-list.ts'
import type { PlaceTables } from './place-tables.ts'
import type { Likeness } from './read-key-table.ts'
import { DIGITS_MAX } from './read-place-table.ts'

/** Which places are looked for. */
export interface Wanted {
  /** One of them is a key of the place, or begins one. */
  readonly keys: readonly string[]
  /** The place of the asker. */
  readonly near: Point | undefined
  readonly limit: number
  /** Only places in the states at these lines. */
  readonly states?: ReadonlySet<number> | undefined
}

/** A name in another language counts like an own name of a place with a tenth of the people. */
const OTHER_SHARE = 0.1
/** So Halle on the Saale comes before a small Halle, but not before one of its own size. */
const WORDS_SHARE = 0.5
/** So many letters are a whole name in some language nearly always: they say nothing. */
const OTHER_LETTERS_MIN = 4
const HALFWAY_METERS = 100_000
const FAR_METERS = 1_000_000

/**
 * The lines of the best places, best first: those with the name, as a whole or its first words, then those whose name begins so. Among
 * these, the one with more people; near the asker, fewer are enough: the score is the number of people by the square of the distance.
 */
export function rankPlaces(tables: PlaceTables, wanted: Wanted): number[] {
  const named = emptyLevels()
  const beginning = emptyLevels()
  const { keys, places } = tables
  const { states } = wanted
  for (const key of wanted.keys) {
    const isShort = key.length < OTHER_LETTERS_MIN
    keys.each(key, (place, likeness, isOther) => {
      if (states !== undefined && !states.has(places.state(place))) return
      const level = Math.max(0, places.digits(place) - (isOther ? 1 : 0))
      const isNamed = likeness !== 'beginning' && !(isOther && (isShort || likeness === 'words'))
      const hits = (isNamed ? named : beginning)[level]
      hits?.places.push(place)
      hits?.shares.push(isNamed ? shareOf(likeness, isOther) : isOther ? OTHER_SHARE : 1)
    })
  }
  const best = bestOf(tables, wanted, named, new Set())
  return best.length === wanted.limit
    ? best
    : [...best, ...bestOf(tables, { ...wanted, limit: wanted.limit - best.length }, beginning, new Set(best))]
}

/** Hits whose places have a number of people with equally many digits. */
interface Level {
  readonly places: number[]
  readonly shares: number[]
}

function emptyLevels(): Level[] {
  return Array.from({ length: DIGITS_MAX + 1 }, () => ({ places: [], shares: [] }))
}

function shareOf(likeness: Likeness, isOther: boolean): number {
  if (isOther) return OTHER_SHARE
  return likeness === 'whole' ? 1 : WORDS_SHARE
}

/** No place scores more than its people. So the levels are read from above, until those below cannot hold a better one. */
function bestOf(
  { places }: PlaceTables,
  { near, limit }: Wanted,
  levels: readonly Level[],
  known: ReadonlySet<number>,
): number[] {
  const top = openTopList(limit)
  for (let digits = DIGITS_MAX; digits >= 0; digits -= 1) {
    if ((top.lowest() ?? 0) >= 10 ** digits) break
    levels[digits]?.places.forEach((place, index) => {
      if (known.has(place)) return
      const people = (places.people(place) + 1) * (levels[digits]?.shares[index] ?? 0)
      // Distances are dear.
      if (people < (top.lowest() ?? 0)) return
      top.offer(place, near === undefined ? people : people * shareAt(distanceMeters(near, places.at(place))))
    })
  }
  return top.places()
}

function shareAt(meters: number): number {
  return (1 + Math.min(meters, FAR_METERS) / HALFWAY_METERS) ** -2
}
