import type { Point } from '#lib/geo/point.ts'
import { travel } from '#lib/geo/travel.ts'
import { fieldsBefore } from '#lib/subjects/fields-of.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import type { BigCity } from './read-cities.ts'
import { exponential, logUniform, seededRandom, weightedDraw, type Random } from './seeded.ts'
import { seededId } from './seeded-id.ts'
import { wordOf } from './word-of.ts'

/** How to make a world. */
export interface BenchWorldOptions {
  /** The number of searches; there are as many offers. */
  readonly size: number
  readonly seed: number
  /** Where the people are. */
  readonly cities: readonly BigCity[]
  /** The mean distance of people from the centre of a city in metres; by default 2 to 15 km, by its population. */
  readonly spreadMeters?: number
  /** How many times farther from the centres the people live, so that a larger world with as many cities is not denser; 1 by default. */
  readonly spreadFactor?: number
}

/** A device that moves, and the offer that follows it. */
export interface Mover {
  readonly device: string
  readonly person: string
  readonly home: Point
  readonly keywords: readonly string[]
  readonly radiusMeters: number
}

/** Searches and offers in cities. The same options give the same subjects. */
export interface BenchWorld {
  readonly size: number
  /** All subjects in the order of their ids, made while they are read: a million of them would not fit in the memory. */
  subjects(): Iterable<Subject>
  /** The number of offers that follow a device. */
  readonly movers: number
  /** The mover with this number, from 0. */
  mover(index: number): Mover
}

const KEYWORDS = 20_000
const KEYWORDS_MAX = 3
const RADIUS_METERS = { min: 500, max: 10_000 }
const SPREAD_METERS = { min: 2_000, max: 15_000 }
const TEXT_WORDS = 24
/** Every second offer follows a device. */
const MOBILE_EVERY = 2
const SECOND_MS = 1_000
const DAY_MS = 86_400_000
// Before any run of a bench.
const FIRST_MS = Date.UTC(2026, 0, 1)

const KINDS = ['search', 'offer'] as const

/** The fields of a subject that worlds choose; the others are the same in all worlds. */
export type WorldFields = Pick<
  Subject,
  'id' | 'kind' | 'keywords' | 'text' | 'place' | 'owner' | 'at' | 'radiusMeters' | 'device' | 'created'
>

/** A subject of a world: active, valid at any time, and never changed. */
export function worldSubject(fields: WorldFields): Subject {
  return {
    ...fieldsBefore,
    ...fields,
    title: fields.keywords.join(', '),
    showLocation: true,
    allowContacts: true,
    positionTime: undefined,
    active: true,
    validFrom: undefined,
    validUntil: undefined,
    stage: 'open',
    hidden: false,
    trusted: false,
    modified: fields.created,
    version: 1,
  }
}

/** Creates a world of searches and offers. Each has an owner of its own; the searches and half of the offers stay where they are. */
export function createBenchWorld({
  size,
  seed,
  cities,
  spreadMeters,
  spreadFactor = 1,
}: BenchWorldOptions): BenchWorld {
  const drawCity = weightedDraw(cities.map(({ people }) => people))
  // Zipf's law with the exponent 1.
  const drawKeyword = weightedDraw(Array.from({ length: KEYWORDS }, (_, rank) => 1 / (rank + 1)))
  const spreadOf = spreadByPopulation(cities)

  function subjectAt(index: number, kind: Subject['kind']): Subject {
    const random = seededRandom(seed, index, KINDS.indexOf(kind))
    const city = cities[drawCity(random)]
    if (city === undefined) throw new Error('Cannot make a world: it has no cities')
    const at = travel(
      city.centre,
      random() * 360,
      exponential(random, (spreadMeters ?? spreadOf(city)) * spreadFactor),
    )
    const keywords = keywordsBy(random)
    const created = FIRST_MS + index * SECOND_MS
    const isMobile = kind === 'offer' && index % MOBILE_EVERY === 0
    return worldSubject({
      id: seededId(created + KINDS.indexOf(kind), random),
      kind,
      text: Array.from({ length: TEXT_WORDS }, () => wordOf(drawKeyword(random))).join(' '),
      place: city.name,
      keywords,
      owner: seededId(created - DAY_MS, random),
      at,
      radiusMeters: Math.round(logUniform(random, RADIUS_METERS.min, RADIUS_METERS.max)),
      device: isMobile ? seededId(created - DAY_MS, random) : undefined,
      created,
    })
  }

  function keywordsBy(random: Random): string[] {
    const count = 1 + Math.floor(random() * KEYWORDS_MAX)
    return [...new Set(Array.from({ length: count }, () => wordOf(drawKeyword(random))))]
  }

  return {
    size,
    *subjects() {
      for (let index = 0; index < size; index += 1) for (const kind of KINDS) yield subjectAt(index, kind)
    },
    movers: Math.ceil(size / MOBILE_EVERY),
    mover(index) {
      const { device, owner, at, keywords, radiusMeters } = subjectAt(index * MOBILE_EVERY, 'offer')
      if (device === undefined || at === undefined)
        throw new Error(`Cannot move offer ${index}: it follows no device`)
      return { device, person: owner, home: at, keywords, radiusMeters }
    },
  }
}

/** The spread of a city: that of the smallest and that of the largest, and between them by the logarithm of the population. */
function spreadByPopulation(cities: readonly BigCity[]): (city: BigCity) => number {
  const people = cities.map((city) => Math.log(city.people))
  const [min, max] = [Math.min(...people), Math.max(...people)]
  return (city) => {
    const share = max === min ? 1 : (Math.log(city.people) - min) / (max - min)
    return SPREAD_METERS.min + share * (SPREAD_METERS.max - SPREAD_METERS.min)
  }
}
