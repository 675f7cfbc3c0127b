import type { Point } from '#lib/geo/point.ts'
import type { Box } from '#lib/geo/split-box.ts'
import { largestWithin } from './largest-within.ts'
import { openStateFinder } from './open-state-finder.ts'
import { placeKeys } from './place-keys.ts'
import { readPlaceTables, type PlaceTables } from './place-tables.ts'
import type { Place } from './place.ts'
import { rankPlaces } from './rank-places.ts'
import { readQuestion } from './read-question.ts'

const COUNTRY_LENGTH = 2

/** What is looked for. */
export interface PlaceQuestion {
  /** A name or a postcode, or a beginning of one; after a comma, a beginning of a state or country. */
  readonly text: string
  /** The place of the asker: what is near it comes earlier. */
  readonly near?: Point | undefined
  readonly limit: number
}

/** Finds places by name. */
export interface PlaceFinder {
  /** The best places, best first; none when nothing is found. */
  find(question: PlaceQuestion): Promise<Place[]>
  /** The largest towns in a box, the one with most people first. A box whose west is greater than its east crosses the antimeridian. */
  within(box: Box, limit: number): Promise<Place[]>
}

/** Opens the finder. It reads the tables when it is asked first, and again when reading failed. */
export function openPlaces(read: () => Promise<PlaceTables> = readPlaceTables): PlaceFinder {
  let opening: Promise<PlaceFinder> | undefined

  async function open(): Promise<PlaceFinder> {
    try {
      return findIn(await read())
    } catch (error) {
      opening = undefined
      throw error
    }
  }

  return {
    async find(question) {
      opening ??= open()
      return (await opening).find(question)
    },
    async within(box, limit) {
      opening ??= open()
      return (await opening).within(box, limit)
    },
  }
}

function findIn(tables: PlaceTables): PlaceFinder {
  const statesNamed = openStateFinder(tables.states)

  function placeOf(line: number): Place {
    const { name, postcode, state: stateLine, at, people } = tables.places.row(line)
    const state = tables.states[stateLine]
    return {
      name,
      ...(postcode !== '' && { postcode }),
      ...(state !== undefined && state.name.en !== '' && { state: state.name }),
      country: (state?.code ?? '').slice(0, COUNTRY_LENGTH),
      at,
      ...(postcode === '' && people > 0 && { people }),
    }
  }

  return {
    find({ text, near, limit }) {
      const { head, tail } = readQuestion(text)
      const inState =
        tail === undefined
          ? []
          : rankPlaces(tables, { keys: placeKeys(head), near, limit, states: statesNamed(tail) })
      // A comma may also be a part of the name: "Wien, Innere Stadt".
      const found = inState.length > 0 ? inState : rankPlaces(tables, { keys: placeKeys(text), near, limit })
      return Promise.resolve(found.map(placeOf))
    },
    within: (box, limit) => Promise.resolve(largestWithin(tables.places, box, limit).map(placeOf)),
  }
}
