import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Point } from '#lib/geo/point.ts'

/** A large city. */
export interface BigCity {
  readonly name: string
  readonly centre: Point
  readonly people: number
}

const FILE = join(import.meta.dirname, 'cities.tsv')

/** The 1,000 largest cities of the world by population, largest first (GeoNames.org, CC BY 4.0). */
export function readCities(): readonly BigCity[] {
  return readFileSync(FILE, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [name = '', lat, lng, people] = line.split('\t')
      return { name, centre: { lat: Number(lat), lng: Number(lng) }, people: Number(people) }
    })
}
