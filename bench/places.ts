import { openPlaces, type PlaceFinder, type PlaceQuestion } from '../apps/storage/places/open-places.ts'
import { readPlaceTables } from '../apps/storage/places/place-tables.ts'
import type { Bench, Figure } from './bench.ts'
import { seededRandom } from './matching/seeded.ts'
import { percentile } from './percentile.ts'

const SEED = 1
const NAMES = 1_000
const LETTERS_MAX = 12
const BERLIN = { lat: 52.52, lng: 13.405 }
const LIMIT = 10
const MIB = 1_048_576

/** Milliseconds to find places while somebody types, letter by letter, and what the tables cost. */
export const places: Bench = {
  name: 'places',
  about: 'milliseconds to find places by each beginning of a name, and the memory of their tables',
  async measure() {
    Bun.gc(true)
    const before = process.memoryUsage.rss()
    const started = performance.now()
    const tables = await readPlaceTables()
    const readMs = performance.now() - started
    Bun.gc(true)
    const memory = process.memoryUsage.rss() - before
    const finder = openPlaces(() => Promise.resolve(tables))
    const random = seededRandom(SEED)
    const names = Array.from(
      { length: NAMES },
      () => tables.places.row(Math.floor(random() * tables.places.count)).name.de,
    )
    const texts = names.flatMap((name) =>
      Array.from({ length: Math.min(name.length, LETTERS_MAX) }, (_, letter) => name.slice(0, letter + 1)),
    )
    const alone = texts.map((text) => ({ text, limit: LIMIT }))
    const near = texts.map((text) => ({ text, limit: LIMIT, near: BERLIN }))
    await timesOf(finder, alone)
    return [
      figure('places by each beginning of a name', await timesOf(finder, alone)),
      figure('the same, near Berlin', await timesOf(finder, near)),
      {
        name: 'memory of the tables of places',
        unit: 'MiB',
        value: memory / MIB,
        peers: [],
        note: `read in ${readMs.toFixed(0)} ms; ${tables.places.count.toLocaleString('en')} places`,
      },
    ]
  },
}

async function timesOf(finder: PlaceFinder, questions: readonly PlaceQuestion[]): Promise<number[]> {
  const times: number[] = []
  for (const question of questions) {
    const started = performance.now()
    await finder.find(question)
    times.push(performance.now() - started)
  }
  return times
}

function figure(name: string, times: readonly number[]): Figure {
  const p99 = percentile(times, 0.99)
  return {
    name,
    unit: 'ms',
    value: percentile(times, 0.5),
    peers: [],
    note: `p99 ${p99.toFixed(2)} ms of ${times.length.toLocaleString('en')}, limit 2 ms: ${p99 <= 2 ? 'kept' : 'NOT kept'}`,
  }
}
