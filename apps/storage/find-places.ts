import { badField } from '#lib/http/problem.ts'
import type { PlaceFinder } from './places/open-places.ts'
import type { Place } from './places/place.ts'

const PLACES_MAX = 5

/**
 * The places of a name, best first; none when no name is asked for.
 *
 * @throws {ProblemError} 400 when there is no place of this name.
 */
export async function findPlaces(places: PlaceFinder, name: string | undefined): Promise<readonly Place[]> {
  if (name === undefined) return []
  const found = await places.find({ text: name, limit: PLACES_MAX })
  if (found.length === 0) throw badField('place', 'is not known: see GET /store/places')
  return found
}
