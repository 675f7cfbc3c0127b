import { cityNamed } from '#lib/cities/city-named.ts'
import type { Importer } from './importer.ts'

const RADIUS_METERS = 1_000

/** The well-known places of a city, so that a newcomer's first search finds something. */
export const demoCity: Importer = {
  id: 'demo-city',
  owner: 'importer:demo-city',
  cron: '0 4 * * *',
  keywords: ['#poi'],
  async fetch({ demoCity: name }) {
    const city = cityNamed(name)
    if (city === undefined) throw new RangeError(`Cannot import city "${name}": it is none that we know`)
    return city.places.map((place) => ({
      key: `${city.name}/${place.name}`,
      title: place.name,
      text: `A place in ${city.name} that everybody there knows`,
      keywords: [place.name],
      at: place.at,
      radiusMeters: RADIUS_METERS,
      place: `${place.name}, ${city.name}`,
    }))
  },
}
