import { placeKeys } from '../place-keys.ts'
import { formatKey, formatPlace, formatState, type KeyRow, type StateRow } from '../table-format.ts'
import type { Postcode } from './read-postcodes.ts'
import type { Town } from './read-towns.ts'

/** What the tables are made from. */
export interface Sources {
  readonly towns: readonly Town[]
  readonly postcodes: readonly Postcode[]
  readonly states: readonly StateRow[]
}

/** The texts of the tables. */
export interface TableTexts {
  readonly places: Buffer
  readonly keys: Buffer
  readonly states: Buffer
}

interface Keyed {
  readonly place: Town | Postcode
  readonly ownKeys: readonly string[]
  readonly otherKeys: readonly string[]
}

/** Makes the texts of the tables. */
export function makeTables({ towns, postcodes, states }: Sources): TableTexts {
  const places = [...towns.map(keyedTown), ...postcodes.map(keyedPostcode)].toSorted(byFirstKey)
  const keys = places.flatMap(({ ownKeys, otherKeys }, place): KeyRow[] => [
    ...ownKeys.map((key) => ({ key, place, isOther: false })),
    ...otherKeys.filter((key) => !ownKeys.includes(key)).map((key) => ({ key, place, isOther: true })),
  ])
  const known = new Map(states.map((state) => [state.code, state]))
  const codes = [...new Set(places.map(({ place }) => place.stateCode))].toSorted()
  const lines = new Map(codes.map((code, line) => [code, line]))
  return {
    places: textOf(
      places.map(({ place }) => formatPlace({ ...place, state: lines.get(place.stateCode) ?? Number.NaN })),
    ),
    keys: textOf(
      keys
        .map((row) => ({ row, bytes: Buffer.from(row.key) }))
        .toSorted((a, b) => Buffer.compare(a.bytes, b.bytes) || a.row.place - b.row.place)
        .map(({ row }) => formatKey(row)),
    ),
    states: textOf(codes.map((code) => formatState(known.get(code) ?? { code, name: { de: '', en: '' } }))),
  }
}

function keyedTown(town: Town): Keyed {
  return { place: town, ownKeys: ownKeysOf(town), otherKeys: [...town.otherKeys] }
}

function keyedPostcode(place: Postcode): Keyed {
  const names = ownKeysOf(place)
  const ownKeys = [...names.map((key) => `${place.postcode} ${key}`), ...(place.hasOwnName ? names : [])]
  return { place, ownKeys, otherKeys: [] }
}

function ownKeysOf({ name }: Pick<Town, 'name'>): string[] {
  return [...new Set([...placeKeys(name.en), ...placeKeys(name.de)])]
}

/** Neighbours in the file are alike, which makes it small. */
function byFirstKey(a: Keyed, b: Keyed): number {
  const [left = '', right = ''] = [a.ownKeys[0], b.ownKeys[0]]
  if (left !== right) return left < right ? -1 : 1
  return b.place.people - a.place.people || a.place.stateCode.localeCompare(b.place.stateCode, 'en')
}

function textOf(lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\n`).join(''))
}
