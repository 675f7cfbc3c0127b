import type { Point } from '#lib/geo/point.ts'
import { lineStarts } from './read-lines.ts'
import { parsePlace, THOUSANDTHS, type PlaceRow } from './table-format.ts'

const TAB = 9
const MINUS = 45
const ZERO = 48
const TEN = 10

/** A number of people has up to eight digits. */
export const DIGITS_MAX = 8

/** All places, by the numbers of their lines. What is compared is read once; the rest of a line only when it is shown. */
export interface PlaceTable {
  readonly count: number
  readonly people: (place: number) => number
  /** How many digits this number has: 0 for nobody. */
  readonly digits: (place: number) => number
  readonly at: (place: number) => Point
  /** The line of its state. */
  readonly state: (place: number) => number
  readonly row: (place: number) => PlaceRow
}

/** Reads the places from the text of their table. */
export function readPlaceTable(text: Buffer): PlaceTable {
  const starts = lineStarts(text)
  const count = starts.length - 1
  const columns = {
    people: new Uint32Array(count),
    lng: new Int32Array(count),
    lat: new Int32Array(count),
    state: new Uint16Array(count),
  }
  // The last fields of a line, from the right: so they are found without reading the names.
  const fromRight = [columns.people, columns.lng, columns.lat, columns.state]
  for (let line = 0; line < count; line += 1) {
    let at = (starts[line + 1] ?? 0) - 2
    for (const column of fromRight) {
      let value = 0
      for (let unit = 1; text[at] !== TAB; at -= 1, unit *= TEN)
        value = text[at] === MINUS ? -value : value + ((text[at] ?? 0) - ZERO) * unit
      column[line] = value
      at -= 1
    }
  }
  const digits = Uint8Array.from(columns.people, digitsOf)
  return {
    count,
    people: (place) => columns.people[place] ?? 0,
    digits: (place) => digits[place] ?? 0,
    at: (place) => ({
      lat: (columns.lat[place] ?? 0) / THOUSANDTHS,
      lng: (columns.lng[place] ?? 0) / THOUSANDTHS,
    }),
    state: (place) => columns.state[place] ?? 0,
    row: (place) => parsePlace(text.toString('utf8', starts[place], (starts[place + 1] ?? 0) - 1)),
  }
}

function digitsOf(count: number): number {
  let digits = 0
  for (let power = 1; power <= count; power *= TEN) digits += 1
  return digits
}
