import type { CityFinder } from '#lib/geoip/city-finder.ts'
import { keep, type Step } from './step.ts'

/** Adds country and city of the client's network. */
export function geoip(cities: CityFinder): Step {
  return function geoip({ ip }) {
    return keep(cities.find(ip))
  }
}
