import type { CityFinder } from '#lib/geoip/city-finder.ts'
import { defineStep, keep } from './step.ts'

/** Adds the country and city of the client address. */
export const geoip = defineStep({
  name: 'geoip',
  open:
    ({ cities }: { readonly cities: CityFinder }) =>
    ({ ip }) =>
      keep(cities.find(ip)),
})
