import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { distanceMeters } from '#lib/geo/distance.ts'
import type { Point } from '#lib/geo/point.ts'
import { commonKeywords, isLive, isMatch, pairsOf } from '#lib/matching/rule.ts'
import { candidatesOf } from '#lib/store/contract/candidates-of.ts'
import { listAll, type PageQuery } from '#lib/store/contract/list-all.ts'
import type { FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { type World, WORLD_NOW, worlds } from '#lib/store/contract/world.ts'
import { openSubjectIndex, openSubjectStore, type Opened } from '#lib/store/open.ts'
import type { SubjectIndex, SubjectStore } from '#lib/store/subjects.ts'
import type { Subject } from '#lib/subjects/subject.ts'

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
    keywords: fc.option(fc.subarray(['bike', 'car', '#poi']), { nil: undefined }),
    owner: fc.constantFrom(undefined, undefined, 'ada'),
    notOwner: fc.constantFrom(undefined, 'bob'),
    active: fc.constantFrom(undefined, true, false),
    liveAt: fc.constantFrom(undefined, WORLD_NOW, WORLD_NOW + 1),
  })

  describe(`${name} subjects in random worlds`, () => {
    test('list() returns exactly the subjects that fit, newest first', async () => {
      const someone = fc.nat({ max: 23 })
      // Much larger or much smaller than the world, or the distance to one of its subjects, or a millimetre less.
      const radius = fc.oneof(fc.constantFrom(undefined, 0, 50, 2_000, 20_000, 30_000_000), rims)
      const world = fc.asyncProperty(
        worlds,
        filters,
        someone,
        radius,
        async (subjects, filter, who, reach) => {
          const centre = subjects[who % subjects.length]?.at
          const radiusMeters = typeof reach === 'object' ? rimMeters(subjects, centre, reach) : reach
          const near = centre && radiusMeters !== undefined ? { centre, radiusMeters } : undefined
          const query = { ...filter, near }
          await inWorld(subjects, async () => {
            const expected = subjects.filter((subject) => fits(subject, query)).toReversed()
            expect(await listAll(store, query)).toEqual(expected)
          })
        },
      )
      await fc.assert(world, { numRuns: 200 })
    })

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

/** A radius that ends at a subject, or just before it. */
interface Rim {
  readonly whom: number
  readonly shortMeters: number
}

const rims: fc.Arbitrary<Rim> = fc.record({
  whom: fc.nat({ max: 23 }),
  shortMeters: fc.constantFrom(0, 0.001),
})

function rimMeters(world: World, centre: Point | undefined, { whom, shortMeters }: Rim): number | undefined {
  const at = world[whom % world.length]?.at
  return centre && at && Math.max(0, distanceMeters(centre, at) - shortMeters)
}

function fits(subject: Subject, query: PageQuery): boolean {
  const { kind, keywords, near, owner, notOwner, active, liveAt } = query
  const isNear =
    near === undefined ||
    (subject.at !== undefined && distanceMeters(near.centre, subject.at) <= near.radiusMeters)
  return (
    isNear &&
    (kind === undefined || subject.kind === kind) &&
    (keywords === undefined || keywords.some((keyword) => subject.keywords.includes(keyword))) &&
    (owner === undefined || subject.owner === owner) &&
    (notOwner === undefined || subject.owner !== notOwner) &&
    (active === undefined || subject.active === active) &&
    (liveAt === undefined || isLive(subject, liveAt))
  )
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
