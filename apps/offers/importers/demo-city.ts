import { cityNamed } from '#lib/cities/city-named.ts'
import type { Importer } from './importer.ts'

const RADIUS_METERS = 1_000

/** Imports the well-known places of a city, so that the first search of a new user finds something. */
export const demoCity: Importer = {
  id: 'demo-city',
  owner: 'importer:demo-city',
  cron: '0 4 * * *',
  keywords: ['#poi'],
  async fetch({ demoCity: name }) {
    const city = cityNamed(name)
    if (city === undefined) throw new RangeError(`Cannot import city "${name}": the city is unknown`)
    return city.places.map((place) => ({
      key: `${city.name}/${place.name}`,
      title: place.name,
      text: `A place in ${city.name} that everyone there knows`,
      keywords: [place.name],
      at: place.at,
      radiusMeters: RADIUS_METERS,
      place: `${place.name}, ${city.name}`,
    }))
  },
}
