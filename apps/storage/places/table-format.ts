import { join } from 'node:path'
import type { Point } from '#lib/geo/point.ts'
import type { PlaceName } from './place.ts'

const FOLDER = join(import.meta.dirname, 'tables')

/** The files: places and keys are brotli of text with one line for each; states are plain text. */
export const TABLE_FILES = {
  places: join(FOLDER, 'places.tsv.br'),
  keys: join(FOLDER, 'keys.tsv.br'),
  states: join(FOLDER, 'states.tsv'),
} as const

/** A line of the places. */
export interface PlaceRow {
  readonly name: PlaceName
  readonly postcode: string
  /** The line of its state, from 0. */
  readonly state: number
  readonly at: Point
  /** Of a postcode, the people of its town: they decide about its rank. 0 when unknown. */
  readonly people: number
}

/** A line of the keys. They are in the order of their bytes. */
export interface KeyRow {
  readonly key: string
  /** The line of the place, from 0. */
  readonly place: number
  /** True for a name in another language, an old one, or a short form. */
  readonly isOther: boolean
}

/** A line of the states. The code is the country, a point, and the state; a country without a state has empty names. */
export interface StateRow {
  readonly code: string
  readonly name: PlaceName
}

/** Coordinates are in thousandths of a degree, about 100 m: a town has no exact point. */
export const THOUSANDTHS = 1_000
export const KEY_RADIX = 36
export const OTHER = '~'

export function formatPlace({ name, postcode, state, at, people }: PlaceRow): string {
  const german = name.de === name.en ? '' : name.de
  const degrees = [at.lat, at.lng].map((value) => Math.round(value * THOUSANDTHS))
  return [name.en, german, postcode, state, ...degrees, people].join('\t')
}

export function parsePlace(line: string): PlaceRow {
  const [english = '', german = '', postcode = '', state, lat, lng, people] = line.split('\t')
  return {
    name: { de: german === '' ? english : german, en: english },
    postcode,
    state: Number(state),
    at: { lat: Number(lat) / THOUSANDTHS, lng: Number(lng) / THOUSANDTHS },
    people: Number(people),
  }
}

export function formatKey({ key, place, isOther }: KeyRow): string {
  return `${key}\t${isOther ? OTHER : ''}${place.toString(KEY_RADIX)}`
}

export function formatState({ code, name }: StateRow): string {
  return [code, name.en, name.de === name.en ? '' : name.de].join('\t')
}

export function parseState(line: string): StateRow {
  const [code = '', english = '', german = ''] = line.split('\t')
  return { code, name: { de: german === '' ? english : german, en: english } }
}
