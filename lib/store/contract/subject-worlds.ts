import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ringsAround } from '#lib/builders/polygons.ts'
import type { Area } from '#lib/geo/area.ts'
import { distanceMeters } from '#lib/geo/distance.ts'
import { isInPolygon } from '#lib/geo/is-in-polygon.ts'
import type { Point } from '#lib/geo/point.ts'
import { commonKeywords, isLive, isMatch, pairsOf } from '#lib/matching/rule.ts'
import { candidatesOf } from '#lib/store/contract/candidates-of.ts'
import { listAll, type PageQuery } from '#lib/store/contract/list-all.ts'
import type { FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { crowds, type World, WORLD_NOW, worlds } from '#lib/store/contract/world.ts'
import { openSubjectIndex, openSubjectStore, type Opened } from '#lib/store/open.ts'
import type { SubjectIndex, SubjectStore } from '#lib/store/subjects.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { queryTerms, subjectTerms } from '#lib/subjects/text-terms.ts'

const CROWD_MS = 120_000

/** `list()` and `candidates()` against a search by brute force, in random worlds. */
export function describeSubjectWorlds(name: string, freshUrl: FreshUrl): void {
  let store: Opened<SubjectStore>
  let index: Opened<SubjectIndex>

  beforeAll(async () => {
    const url = await freshUrl()
    store = await openSubjectStore(url)
    index = await openSubjectIndex(url)
  })

  afterAll(async () => {
    await store.close()
    await index.close()
  })

  /** Runs work in a world, and removes its subjects again: all worlds use one database, and this also tests the removal. */
  async function inWorld(world: World, work: () => Promise<void>): Promise<void> {
    await Promise.all(world.map((subject) => store.create(subject, [])))
    try {
      await work()
    } finally {
      await Promise.all(world.map(({ id, version }) => store.remove(id, version, [])))
    }
    expect(await listAll(store, {})).toEqual([])
  }

  const filters: fc.Arbitrary<PageQuery> = fc.record({
    kind: fc.constantFrom(undefined, 'search', 'offer'),
    owner: fc.constantFrom(undefined, undefined, 'ada'),
    active: fc.constantFrom(undefined, true, false),
    hidden: fc.constantFrom(undefined, undefined, true, false),
    liveAt: fc.constantFrom(undefined, WORLD_NOW, WORLD_NOW + 1),
  })
  const anyOf = fc.option(fc.subarray(['bike', 'car', '#poi']), { nil: undefined })
  const notOwner = fc.constantFrom(undefined, 'bob')
  const texts = fc.constantFrom('lights', 'fahrrad', 'lights fahrrad', 'red bikes', 'car poi', 'boat')

  /** What is asked of a world; `COMBINATIONS` has what can be asked together. */
  const questions: fc.Arbitrary<(world: World) => PageQuery> = fc.oneof(
    { weight: 3, arbitrary: fc.record({ keywords: anyOf, notOwner, where: circles }).map(asQuery) },
    { weight: 3, arbitrary: fc.record({ keywords: anyOf, notOwner, where: areas }).map(asQuery) },
    fc.record({ terms: texts.map(queryTerms), notOwner }).map(asQuery),
    fc.record({ ids: fc.subarray(['id-00', 'id-02', 'id-03', 'id-23', 'unknown']) }).map(asQuery),
  )

  describe(`${name} subjects in random worlds`, () => {
    test('list() returns exactly the subjects that fit, newest first', async () => {
      const world = fc.asyncProperty(worlds, filters, questions, async (subjects, filter, question) => {
        const query = { ...filter, ...question(subjects) }
        await inWorld(subjects, async () => {
          const expected = subjects.filter((subject) => fits(subject, query)).toReversed()
          expect(await listAll(store, query)).toEqual(expected)
        })
      })
      await fc.assert(world, { numRuns: 200 })
    })

    test.each(crowds.map((world, place) => ({ world, place })))(
      'list() of a place returns exactly the subjects that fit where hundreds are near, at place $place',
      { timeout: CROWD_MS },
      async ({ world }) => {
        const places = fc.record({ notOwner, where: fc.oneof(circles, areas) }).map(asQuery)
        const noOwner = filters.map(({ owner: _owner, ...filter }) => filter)
        await inWorld(world, async () => {
          const asked = fc.asyncProperty(noOwner, places, async (filter, question) => {
            const query = { ...filter, ...question(world) }
            const expected = world.filter((subject) => fits(subject, query)).toReversed()
            expect(await listAll(store, query, 40)).toEqual(expected)
          })
          await fc.assert(asked, { numRuns: 60 })
        })
      },
    )

    test('candidates() returns every subject that the rule accepts, and none that it could never accept', async () => {
      let polygons = 0
      const world = fc.asyncProperty(worlds, async (subjects) => {
        await inWorld(subjects, async () => {
          for (const subject of subjects) {
            const candidates = await candidatesOf(index, subject, subjects.length)
            const ids = candidates.map(({ id }) => id)
            const accepted = subjects.filter((other) => isAccepted(subject, other))
            polygons += accepted.filter((other) => (other.polygon ?? subject.polygon) !== undefined).length
            expect(ids).toEqual(expect.arrayContaining(accepted.map(({ id }) => id)))
            expect(candidates.filter((other) => !isThinkable(subject, other))).toEqual([])
          }
        })
      })
      await fc.assert(world, { numRuns: 60 })
      // The worlds have pairs with polygons that the rule accepts.
      expect(polygons).toBeGreaterThan(0)
    })
  })
}

type Where = (world: World) => Pick<PageQuery, 'near' | 'area'>

function asQuery({ where, ...others }: PageQuery & { readonly where?: Where }): (world: World) => PageQuery {
  return (world) => ({ ...others, ...where?.(world) })
}

const someone = fc.nat({ max: 23 })

// A circle around somebody, much larger or much smaller than the world, or one that ends at another one or a millimetre before. Or what
// lies between two such circles.
const circles: fc.Arbitrary<Where> = fc
  .record({
    who: someone,
    reach: fc.oneof(
      fc.constantFrom(undefined, 0, 50, 2_000, 20_000, 30_000_000),
      fc.record({ whom: someone, shortMeters: fc.constantFrom(0, 0.001) }),
    ),
    inside: fc.constantFrom(undefined, 0, 0.1, 0.9),
  })
  .map(({ who, reach, inside }) => (world) => {
    const centre = world[who % world.length]?.at
    if (centre === undefined || reach === undefined) return {}
    const radiusMeters = typeof reach === 'number' ? reach : rimMeters(world, centre, reach)
    return { near: { centre, radiusMeters, beyondMeters: inside && radiusMeters * inside } }
  })

/** A radius that ends at a subject, or just before it. */
interface Rim {
  readonly whom: number
  readonly shortMeters: number
}

function rimMeters(world: World, centre: Point, { whom, shortMeters }: Rim): number {
  const at = world[whom % world.length]?.at ?? centre
  return Math.max(0, distanceMeters(centre, at) - shortMeters)
}

const steps = fc.constantFrom(0, 0.000_1, 0.01, 1, 200)

// A box whose sides are at the place of somebody or farther, or a polygon around somebody.
const areas: fc.Arbitrary<Where> = fc
  .record({
    who: someone,
    shape: fc.oneof(fc.record({ south: steps, north: steps, west: steps, east: steps }), ringsAround),
  })
  .map(({ who, shape }) => (world) => {
    const at = world[who % world.length]?.at
    if (at === undefined) return {}
    if (typeof shape === 'function') return { area: { polygon: shape(at) } }
    const isRound = shape.west + shape.east >= 360
    return {
      area: {
        box: {
          south: Math.max(-90, at.lat - shape.south),
          north: Math.min(90, at.lat + shape.north),
          west: isRound ? -180 : turned(at.lng - shape.west),
          east: isRound ? 180 : turned(at.lng + shape.east),
        },
      },
    }
  })

function turned(lng: number): number {
  return lng < -180 ? lng + 360 : lng > 180 ? lng - 360 : lng
}

function fits(subject: Subject, query: PageQuery): boolean {
  const { kind, ids, keywords, terms, near, area, owner, notOwner, active, hidden, liveAt } = query
  const isNear = ({ at }: Subject) => {
    if (near === undefined) return true
    const meters = at && distanceMeters(near.centre, at)
    return meters !== undefined && meters <= near.radiusMeters && meters > (near.beyondMeters ?? -1)
  }
  return (
    isNear(subject) &&
    (area === undefined || (subject.at !== undefined && isThere(subject.at, area))) &&
    (kind === undefined || subject.kind === kind) &&
    (ids === undefined || ids.includes(subject.id)) &&
    (keywords === undefined || keywords.some((keyword) => subject.keywords.includes(keyword))) &&
    (terms === undefined ||
      terms.every((group) => group.some((term) => subjectTerms(subject).includes(term)))) &&
    (owner === undefined || subject.owner === owner) &&
    (notOwner === undefined || subject.owner !== notOwner) &&
    (active === undefined || subject.active === active) &&
    (hidden === undefined || subject.hidden === hidden) &&
    (liveAt === undefined || isLive(subject, liveAt))
  )
}

function isThere(at: Point, area: Area): boolean {
  if ('polygon' in area) return isInPolygon(at, area.polygon)
  const { south, north, west, east } = area.box
  const lngs = at.lng === 180 ? [180, -180] : at.lng === -180 ? [-180, 180] : [at.lng]
  const isBetween = (lng: number) => (west > east ? lng >= west || lng <= east : lng >= west && lng <= east)
  return at.lat >= south && at.lat <= north && (Math.abs(at.lat) === 90 || lngs.some(isBetween))
}

// The store does not know which people blocked each other.
const NOBODY: ReadonlySet<string> = new Set()

function isAccepted(subject: Subject, other: Subject): boolean {
  return pairsOf(subject, other).some((pair) => isMatch(pair, { nowMs: WORLD_NOW, blocked: NOBODY }))
}

function isThinkable(subject: Subject, other: Subject): boolean {
  return (
    (subject.id === other.id || pairsOf(subject, other).length > 0) &&
    other.active &&
    commonKeywords(subject, other) > 0
  )
}
