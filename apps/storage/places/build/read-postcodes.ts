import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { distanceMeters } from '#lib/geo/distance.ts'
import { placeKeys } from '../place-keys.ts'
import type { PlaceRow, StateRow } from '../table-format.ts'
import type { Town } from './read-towns.ts'

/** The area of a postcode. */
export interface Postcode extends Omit<PlaceRow, 'state'> {
  /** A code of the table of states. */
  readonly stateCode: string
  /** True when it is found by its name too: it is no town, but a village or a district. */
  readonly hasOwnName: boolean
}

const COUNTRIES = ['AT', 'CH', 'DE', 'LI']
const FROM_TOWN_METERS_MAX = 20_000
// "Zürich 1", "Marbach LU".
const AFTER_TOWN = / (?:\d+|[A-Z]{2})$/u

/** Reads the files of GeoNames' postal codes, such as `DE.txt`, in a folder. */
export function readPostcodes(
  folder: string,
  towns: readonly Town[],
  states: readonly StateRow[],
): Postcode[] {
  const townsOfKey = townsByKey(towns)
  const found = new Map<string, Postcode>()
  for (const line of COUNTRIES.flatMap((country) => linesOf(join(folder, `${country}.txt`)))) {
    const [country = '', postcode = '', name = '', stateName, code, , , , , lat, lng] = line.split('\t')
    const at = { lat: Number(lat), lng: Number(lng) }
    const town = [name, townOf(name)]
      .flatMap(placeKeys)
      .flatMap((key) => townsOfKey.get(`${country} ${key}`) ?? [])
      .filter((each) => distanceMeters(each.at, at) <= FROM_TOWN_METERS_MAX)
      .toSorted((a, b) => b.people - a.people)[0]
    const row = {
      name: nameOf(name, town),
      postcode,
      stateCode: stateOf(`${country}.${code}`, stateName, states) ?? town?.stateCode ?? `${country}.`,
      at,
      people: town?.people ?? 0,
      hasOwnName: town === undefined || name.includes(','),
    }
    const id = `${country} ${postcode} ${name}`
    if (!found.has(id)) found.set(id, row)
  }
  return [...found.values()]
}

function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8').trimEnd().split('\n')
}

function townsByKey(towns: readonly Town[]): Map<string, Town[]> {
  const found = new Map<string, Town[]>()
  for (const town of towns) {
    for (const key of new Set([...placeKeys(town.name.en), ...placeKeys(town.name.de), ...town.otherKeys])) {
      const name = `${town.country} ${key}`
      found.set(name, [...(found.get(name) ?? []), town])
    }
  }
  return found
}

/** The code of a state: Austria and Switzerland have those of GeoNames here too, the others are known by their names. */
function stateOf(code: string, name: string | undefined, states: readonly StateRow[]): string | undefined {
  const [country = ''] = code.split('.')
  const named = states.find(
    (each) => each.code.startsWith(`${country}.`) && (each.name.de === name || each.name.en === name),
  )
  return (states.find((each) => each.code === code) ?? named)?.code
}

/** "Wien, Innere Stadt" is in Wien, "Zürich 1" in Zürich. */
function townOf(name: string): string {
  const [town = ''] = name.split(',')
  return town.replace(AFTER_TOWN, '')
}

/** The names of the town where the source has one of them. */
function nameOf(name: string, town: Town | undefined): PlaceRow['name'] {
  return town !== undefined && (town.name.de === name || town.name.en === name)
    ? town.name
    : { de: name, en: name }
}
