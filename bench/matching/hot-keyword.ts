import { travel } from '#lib/geo/travel.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { worldSubject, type Mover } from './bench-world.ts'
import type { BigCity } from './read-cities.ts'
import { seededRandom, type Random } from './seeded.ts'
import { seededId } from './seeded-id.ts'
import { wordOf } from './word-of.ts'

/** Many searches in one city that share a keyword, and one offer with this keyword. */
export interface HotKeyword {
  /** The searches and the offer. */
  subjects(): Iterable<Subject>
  /** The id of the offer. */
  readonly offer: string
  /** The device that the offer follows. It fits all searches while it is less than 5 km from its home. */
  readonly mover: Mover
}

/** How to make them. */
export interface HotKeywordOptions {
  readonly searches: number
  readonly seed: number
  readonly city: BigCity
}

// No subject of a bench world has it.
const WORD = wordOf(100_000)
const SPREAD_METERS = 5_000
const RADIUS_METERS = 10_000
// After all subjects of a bench world.
const FIRST_MS = Date.UTC(2026, 6, 1)
const HOUR_MS = 3_600_000

/** Creates a hot keyword. The same options give the same subjects. */
export function createHotKeyword({ searches, seed, city }: HotKeywordOptions): HotKeyword {
  const { name, centre } = city
  const shared = { text: WORD, keywords: [WORD], place: name, radiusMeters: RADIUS_METERS }

  function search(index: number): Subject {
    const random = seededRandom(seed, index, FIRST_MS)
    const created = FIRST_MS + index
    const at = travel(centre, random() * 360, random() * SPREAD_METERS)
    return worldSubject({
      ...shared,
      ...idsBefore(created, random),
      kind: 'search',
      at,
      device: undefined,
      created,
    })
  }

  const random = seededRandom(seed, FIRST_MS)
  const created = FIRST_MS + HOUR_MS
  const device = seededId(created, random)
  const offer = worldSubject({
    ...shared,
    ...idsBefore(created, random),
    kind: 'offer',
    at: centre,
    device,
    created,
  })
  return {
    *subjects() {
      for (let index = 0; index < searches; index += 1) yield search(index)
      yield offer
    },
    offer: offer.id,
    mover: {
      device,
      person: offer.owner,
      home: centre,
      keywords: offer.keywords,
      radiusMeters: offer.radiusMeters,
    },
  }
}

function idsBefore(created: number, random: Random): Pick<Subject, 'id' | 'owner'> {
  return { id: seededId(created, random), owner: seededId(created - HOUR_MS, random) }
}
