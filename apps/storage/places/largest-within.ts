import { isInArea } from '#lib/geo/area.ts'
import type { Box } from '#lib/geo/split-box.ts'
import { DIGITS_MAX, type PlaceTable } from './read-place-table.ts'

/** The lines of the largest towns in a box, the one with most people first. Areas of postcodes are no towns. */
export function largestWithin(places: PlaceTable, box: Box, limit: number): number[] {
  const byDigits: number[][] = Array.from({ length: DIGITS_MAX + 1 }, () => [])
  for (let line = 0; line < places.count; line += 1)
    if (places.people(line) > 0 && isInArea(places.at(line), { box }))
      byDigits[places.digits(line)]?.push(line)
  const found: number[] = []
  // The larger ones first, so that few lines are read and put in order.
  for (const lines of byDigits.toReversed()) {
    for (const line of lines.toSorted((a, b) => places.people(b) - places.people(a))) {
      if (found.length === limit) return found
      if (places.row(line).postcode === '') found.push(line)
    }
  }
  return found
}
