import { lineStarts } from './read-lines.ts'
import { KEY_RADIX, OTHER } from './table-format.ts'

const TAB = 9
const LINE_BREAK = 10
const SPACE = 32
const NINE = 57
const DIGITS_FROM = 48
const LETTERS_FROM = 87
const OTHER_CODE = OTHER.codePointAt(0)

/** How much of a key a question is. */
export type Likeness = 'whole' | 'words' | 'beginning'

/** All keys, in the order of their bytes. */
export interface KeyTable {
  /** Calls back for each key that begins with a text, with the line of its place. */
  readonly each: (
    beginning: string,
    take: (place: number, likeness: Likeness, isOther: boolean) => void,
  ) => void
}

/** Reads the keys, which are in the order of their bytes, from the text of their table. */
export function readKeyTable(text: Buffer): KeyTable {
  const starts = lineStarts(text)
  const count = starts.length - 1
  const ends = new Uint32Array(count)
  const places = new Uint32Array(count)
  const others = new Uint8Array(count)
  for (let line = 0; line < count; line += 1) {
    let at = starts[line] ?? 0
    while (text[at] !== TAB) at += 1
    ends[line] = at
    const isOther = text[at + 1] === OTHER_CODE
    others[line] = isOther ? 1 : 0
    let place = 0
    for (at += isOther ? 2 : 1; text[at] !== LINE_BREAK; at += 1)
      place = place * KEY_RADIX + digitOf(text[at])
    places[line] = place
  }

  /** The first line whose key is not before a text; with `isAfter`, the first whose key is after all that begin with it. */
  function bound(beginning: Buffer, isAfter: boolean): number {
    let [low, high] = [0, count]
    while (low < high) {
      const middle = (low + high) >>> 1
      const start = starts[middle] ?? 0
      const end = Math.min(ends[middle] ?? 0, start + beginning.length)
      const order = text.compare(beginning, 0, beginning.length, start, end)
      if (isAfter ? order <= 0 : order < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    each(beginning, take) {
      const bytes = Buffer.from(beginning)
      const last = bound(bytes, true)
      for (let line = bound(bytes, false); line < last; line += 1) {
        const end = (starts[line] ?? 0) + bytes.length
        const likeness = ends[line] === end ? 'whole' : text[end] === SPACE ? 'words' : 'beginning'
        take(places[line] ?? 0, likeness, others[line] === 1)
      }
    },
  }
}

function digitOf(byte = 0): number {
  return byte <= NINE ? byte - DIGITS_FROM : byte - LETTERS_FROM
}
